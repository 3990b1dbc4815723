import {mkdirSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {fold} from "../lib/text.ts";
import {isCalled} from "../import/file-name.ts";
import {readLake, readRejections, shortHash, type LakeEntry, type Manifest} from "../import/lake.ts";
import type {Rejection} from "../import/explain.ts";
import {ownNames} from "../import/own-names.ts";
import {csvReport, textReport, workbookReport} from "../import/rejects-report.ts";
import {sha256File} from "../import/witness.ts";
import type {Command} from "./command.ts";

const EXTENSIONS = {texte: "txt", csv: "csv", xlsx: "xlsx"} as const;
type Format = keyof typeof EXTENSIONS;

export const command: Command = {
  name: "rejets",
  summary: "Donne, fichier par fichier, les lignes refusées et ce qui est à corriger, à renvoyer à qui a fait le fichier.",
  usage: "[FICHIER]",
  options: {
    format: {type: "string", value: "texte|csv|xlsx", help: "texte par défaut"},
    sortie: {type: "string", value: "DOSSIER", help: "écrit un rapport par fichier dans ce dossier (nécessaire en xlsx)"}
  },
  async run(context) {
    const wanted = context.args[0];
    const output = context.text("sortie");
    const format = context.text("format") ?? "texte";
    if (!isFormat(format)) throw new VigieError(`--format ${format} n'existe pas.`, {exitCode: EXIT.usage, mend: "Formats : texte, csv, xlsx."});
    const {lac, entree, correspondances, objectifs} = context.workspace().paths;
    const isFile = wanted !== undefined && statSync(wanted, {throwIfNoEntry: false})?.isFile() === true;
    const sha256 = isFile ? await sha256File(wanted) : undefined;
    const faulty = readLake(lac).filter(({manifest}) => manifest.rejetes > 0 || manifest.statut === "refuse" || (manifest.remarques ?? []).length > 0);
    const same = faulty.filter(({manifest}) => manifest.sha256 === sha256);
    const isMeant = ({manifest}: LakeEntry): boolean => wanted === undefined || isCalled(manifest, path.basename(wanted)) || fold(manifest.fichier).includes(fold(path.basename(wanted)));
    // A file at hand is known by its content: the lake may have masked its name, and that of others likewise.
    const entries = same.length > 0 ? same : faulty.filter(isMeant);
    if (wanted !== undefined && entries.length === 0) throw new VigieError(`Aucun fichier du lac ne porte ce nom avec quelque chose à corriger : ${wanted}`, {exitCode: EXIT.usage, mend: "« vigie etat » liste les fichiers."});
    if (output === undefined && (format === "xlsx" || (format === "csv" && entries.length > 1))) {
      throw new VigieError(`En ${format}, il faut dire où écrire les rapports.`, {exitCode: EXIT.usage, mend: `Par exemple : vigie rejets --format ${format} --sortie a-renvoyer`});
    }
    if (output !== undefined) mkdirSync(output, {recursive: true});
    const names = reportNames(entries, format);
    const ownName = await ownNames([entree, correspondances, objectifs, ...(isFile ? [wanted] : [])], entries.map(({manifest}) => manifest));
    for (const [index, entry] of entries.entries()) {
      const manifest = {...entry.manifest, fichier: ownName(entry.manifest)};
      const rejections = readRejections(entry);
      const written = output === undefined ? undefined : path.join(output, names[index] as string);
      if (written !== undefined) {
        writeFileSync(written, await report(format, manifest, rejections));
        context.say(`${manifest.fichier} : ${formatCount(manifest.rejetes, "ligne refusée", "lignes refusées")} → ${written}`);
      } else if (format === "csv" && !context.isJson) {
        process.stdout.write(csvReport(manifest, rejections));
      } else {
        for (const line of textReport(manifest, rejections)) context.say(line);
        context.say();
      }
      context.answer({fichier: manifest.fichier, sha256: manifest.sha256, rejetes: manifest.rejetes, messages: manifest.messages, remarques: manifest.remarques ?? [], ...(written ? {rapport: path.resolve(written)} : {}), lignes: rejections});
    }
    if (entries.length === 0) context.say("Aucune ligne refusée, rien à renvoyer.");
    else if (output !== undefined) context.say(`${formatCount(entries.length, "rapport écrit", "rapports écrits")} dans ${output} : à renvoyer à qui a fait chaque fichier.`);
    return EXIT.done;
  }
};

function isFormat(text: string): text is Format {
  return text in EXTENSIONS;
}

async function report(format: Format, manifest: Manifest, rejections: readonly Rejection[]): Promise<string | Buffer> {
  if (format === "csv") return csvReport(manifest, rejections);
  if (format === "xlsx") return workbookReport(manifest, rejections);
  return `${textReport(manifest, rejections).join("\n")}\n`;
}

/** One name per report; two files of one name are told apart by their fingerprint. */
function reportNames(entries: readonly LakeEntry[], format: Format): string[] {
  const stem = (entry: LakeEntry): string => `rejets-${path.basename(entry.manifest.fichier).replace(/\.[^.]*$/, "").replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}`;
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(stem(entry), (counts.get(stem(entry)) ?? 0) + 1);
  return entries.map((entry) => `${stem(entry)}${(counts.get(stem(entry)) ?? 0) > 1 ? `-${shortHash(entry.manifest.sha256).slice(0, 8)}` : ""}.${EXTENSIONS[format]}`);
}

import {existsSync} from "node:fs";
import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount, formatDuration} from "../lib/format.ts";
import {asWord, isUai} from "../lib/text.ts";
import {findFiles} from "../import/find-files.ts";
import {importFiles} from "../import/import-files.ts";
import {sayPace} from "../import/pace.ts";
import {readLedger} from "../import/ledger.ts";
import {findReplaced} from "../import/replaced.ts";
import type {ImportResult} from "../import/import-result.ts";
import type {Command, Context} from "./command.ts";

const SIGNS: Record<ImportResult["statut"], string> = {importe: "✓", deja: "=", partiel: "!", refuse: "✗"};

/** One file's fate in a line, then what is to be said of it. */
export function sayImport(context: Pick<Context, "say">, result: ImportResult, name = result.fichier): void {
  const counts =
    result.statut === "deja"
      ? `déjà dans le lac${result.connu_sous === undefined ? "" : `, sous le nom « ${result.connu_sous} »`}`
      : result.statut === "refuse"
        ? `refusé${result.lus > 0 ? ` (${formatCount(result.lus, "ligne")})` : ""}`
        : [
            formatCount(result.acceptes, "ligne acceptée", "lignes acceptées"),
            ...(result.rejetes > 0 ? [formatCount(result.rejetes, "refusée", "refusées")] : []),
            ...(result.doublons > 0 ? [formatCount(result.doublons, "doublon exact", "doublons exacts")] : [])
          ].join(", ");
  context.say(`${SIGNS[result.statut]} ${name}${result.source ? ` → ${result.source}` : ""} : ${counts}`);
  if (result.statut !== "deja") for (const message of result.messages) context.say(`    ${message}`);
}

export const command: Command = {
  name: "importer",
  summary: "Fait entrer des fichiers ou des dossiers dans le lac (par défaut : entree/, correspondances/ et objectifs/ de l'espace).",
  usage: "[FICHIER | DOSSIER]…",
  options: {uai: {type: "string", value: "UAI", help: "établissement des fichiers qui ne le disent pas"}},
  async run(context) {
    const workspace = context.workspace();
    const uai = context.text("uai")?.toUpperCase();
    if (uai !== undefined && !isUai(uai)) {
      throw new VigieError(`--uai ${uai} : ce n'est pas un UAI (7 chiffres et la bonne lettre de contrôle).`, {exitCode: EXIT.usage, mend: "Vérifiez l'identifiant de l'établissement."});
    }
    const {entree, correspondances, objectifs} = workspace.paths;
    const files = findFiles(context.args.length > 0 ? context.args : [entree, correspondances, objectifs].filter((dir) => existsSync(dir)));
    if (files.length === 0) {
      context.say(`Aucun fichier à importer. Déposez vos exports dans ${entree}.`);
      return EXIT.done;
    }
    const start = performance.now();
    const results = await importFiles(workspace, files, {
      contracts,
      ...(uai === undefined ? {} : {uai}),
      onProgress: (file, index, pace) => context.progress.update(`${index + 1}/${files.length} ${path.basename(file)} : ${sayPace(pace)}`),
      onFile: (result, index) => {
        context.answer(result);
        sayImport(context, withPath(result, files[index] as string), ownName(result, files, index));
      }
    });
    await sayReplaced(context, workspace.paths.lac, results);
    return summarise(context, results, performance.now() - start);
  }
};

/** A command to copy names the file itself, where it is one that the user has. */
function withPath(result: ImportResult, file: string): ImportResult {
  if (result.fichier.includes(" › ")) return result;
  const near = path.relative(process.cwd(), path.resolve(file));
  const word = asWord(near.startsWith("..") ? path.resolve(file) : near);
  return {...result, messages: result.messages.map((message) => message.replace(/--pour FICHIER\b/, () => `--pour ${word}`))};
}

/** Files of one name are told apart by their folder. */
function ownName({fichier}: ImportResult, files: readonly string[], index: number): string {
  const file = files[index] as string;
  const isAlone = files.every((other, place) => place === index || path.basename(other) !== path.basename(file));
  return isAlone ? fichier : path.join(path.basename(path.dirname(path.resolve(file))), fichier);
}

/** What the new files replace of the former ones: said once, when all are in. */
async function sayReplaced(context: Context, lake: string, results: readonly ImportResult[]): Promise<void> {
  const fresh = new Set(results.filter((result) => result.statut === "importe" || result.statut === "partiel").map((result) => result.sha256));
  if (context.isJson || fresh.size === 0) return;
  try {
    const ledger = readLedger(lake);
    const name = (sha256: string): string => [...results, ...ledger].find((file) => file.sha256 === sha256)?.fichier ?? sha256.slice(0, 16);
    // The importer's own bar of memory holds here too, and keys are never spilled to the disk.
    for (const {sha256, par, lignes} of await findReplaced(lake, contracts, {memoryLimit: "380MB", tempDirectory: "", only: ({manifest}) => fresh.has(manifest.sha256)})) {
      if (fresh.has(par)) context.say(`↻ ${name(par)} remplace ${formatCount(lignes, "ligne")} de ${name(sha256)}`);
      else if (fresh.has(sha256)) context.say(`↻ ${formatCount(lignes, "ligne")} de ${name(sha256)} reste${lignes > 1 ? "nt" : ""} derrière ${name(par)}, plus récent`);
    }
  } catch (error) {
    if (!/Out of Memory/i.test((error as Error).message)) throw error;
    context.say("↻ Lignes remplacées non comptées ici, faute de mémoire : « vigie etat » les donne.");
  }
}

function summarise(context: Context, results: readonly ImportResult[], elapsed: number): number {
  const count = (statut: ImportResult["statut"]): number => results.filter((result) => result.statut === statut).length;
  const refusedRows = results.filter((result) => result.statut !== "deja").reduce((sum, result) => sum + result.rejetes, 0);
  const parts = [
    formatCount(count("importe") + count("partiel"), "fichier importé", "fichiers importés"),
    ...(count("deja") > 0 ? [formatCount(count("deja"), "déjà connu", "déjà connus")] : []),
    ...(count("refuse") > 0 ? [formatCount(count("refuse"), "refusé", "refusés")] : []),
    ...(refusedRows > 0 ? [formatCount(refusedRows, "ligne refusée", "lignes refusées")] : [])
  ];
  context.say();
  context.say(`${parts.join(", ")} en ${formatDuration(elapsed)}.`);
  if (refusedRows > 0 || count("refuse") > 0) context.say("Les lignes refusées sont gardées avec leur cause : « vigie rejets » les donne à renvoyer à qui a fait le fichier.");
  context.say("Ensuite : « vigie construire ».");
  return refusedRows > 0 || count("refuse") > 0 ? EXIT.partial : EXIT.done;
}

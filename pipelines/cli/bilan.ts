import {spawn} from "node:child_process";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount, formatDuration} from "../lib/format.ts";
import {schoolYear} from "../lib/text.ts";
import type {Workspace} from "../lib/workspace.ts";
import {findTerritoire, openPublication, type Publication, type Territoire} from "../report/publication.ts";
import {chapters} from "../report/bilan.ts";
import {FORMATS, writeBilans, type BilanReport, type Format} from "../report/write.ts";
import type {Command, Context} from "./command.ts";

export const command: Command = {
  name: "bilan",
  summary: "Écrit le bilan d'une année : PDF accessible, classeur annexe, Word.",
  options: {
    annee: {type: "string", value: "AAAA-AAAA", help: "année scolaire (par défaut : l'année courante de la publication)"},
    territoire: {type: "string", value: "T", help: "code, nom ou type:code du territoire (par défaut : le département)"},
    type: {type: "string", value: "TYPE", help: "tous les territoires d'un type : bassin, circonscription, epci, commune…"},
    tous: {type: "boolean", help: "tous les territoires"},
    part: {type: "string", value: "I/N", help: "seulement la I-ième part sur N des territoires demandés"},
    format: {type: "string", value: "F,F", help: `formats séparés par des virgules : ${FORMATS.join(", ")} (par défaut : pdf) ; csv : l'annexe, un fichier par feuille (« ; », virgule décimale), pour LibreOffice ; pdfa : le même document pour l'archivage`}
  },
  async run(context) {
    const workspace = context.workspace();
    const start = performance.now();
    const publication = await openPublication(workspace.paths.publication);
    try {
      const annee = readYear(context, publication);
      const formats = readFormats(context.text("format"));
      const wanted = readTerritories(context, publication);
      const isShared = context.text("part") === undefined && wanted.length >= SHARED_FROM;
      const part = isShared ? "1/2" : (context.text("part") ?? "1/1");
      const territoires = takePart(wanted, part);
      const other = isShared ? writeElsewhere(context, annee, formats, "2/2") : null;
      const mine = await writeBilans({
        publication, annee, territoires, formats, commentaires: workspace.paths.commentaires, outputDir: workspace.paths.bilans,
        onProgress: (territoire, index) => context.progress.update(`${(index + 1) * (isShared ? 2 : 1)}/${wanted.length} ${territoire.nom}`)
      });
      const theirs = await other;
      const report: BilanReport = theirs ? {files: [...mine.files, ...theirs.files].sort(), unplaced: [...mine.unplaced, ...theirs.unplaced]} : mine;
      context.answer(report);
      sayBilan(context, publication, report, annee, isShared ? wanted.length : territoires.length, performance.now() - start);
      return report.unplaced.length > 0 ? EXIT.partial : EXIT.done;
    } finally {
      publication.close();
    }
  }
};

/** From this many territories on, a second process takes every other one: typesetting fills one core. */
const SHARED_FROM = 24;

function takePart(territoires: readonly Territoire[], part: string): readonly Territoire[] {
  const match = /^([1-9]\d?)\/([1-9]\d?)$/.exec(part);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || index > count) throw new VigieError(`« ${part} » n'est pas une part.`, {exitCode: EXIT.usage, mend: "Écrivez-la 1/2, puis 2/2."});
  return territoires.filter((_, at) => at % count === index - 1);
}

/** The same command in another process, for a part of the territories. */
function writeElsewhere(context: Context, annee: string, formats: readonly Format[], part: string): Promise<BilanReport> {
  const script = process.argv[1] ?? "";
  const type = context.text("type");
  const child = spawn(process.execPath, [...process.execArgv, script, "bilan", "--espace", context.dir, "--annee", annee, "--format", formats.join(","), "--part", part, "--json", ...(type === undefined ? ["--tous"] : ["--type", type])], {stdio: ["ignore", "pipe", "pipe"]});
  let out = "";
  let problem = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (problem += chunk.toString()));
  const done = new Promise<BilanReport>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === EXIT.done || code === EXIT.partial) resolve(JSON.parse(out) as BilanReport);
      else reject(new VigieError(problem.trim() || "Une partie des bilans n'a pas pu être écrite."));
    });
  });
  // Awaited after this process's own part: a failure met meanwhile is not an unhandled one.
  done.catch(() => undefined);
  return done;
}

/** One bilan of the département for the current year, as the demonstration ends with. */
export async function writeMainBilan(workspace: Workspace): Promise<BilanReport> {
  const publication = await openPublication(workspace.paths.publication);
  try {
    return await writeBilans({
      publication, annee: publication.edition.annee_courante, territoires: [publication.principal], formats: ["pdf"],
      commentaires: workspace.paths.commentaires, outputDir: workspace.paths.bilans
    });
  } finally {
    publication.close();
  }
}

/** The year asked for, or the current one of the publication. */
export function readYear(context: Context, {edition}: Publication): string {
  const asked = context.text("annee");
  const year = asked === undefined ? edition.annee_courante : schoolYear(asked);
  if (year && asked !== undefined && !edition.annees.includes(year)) throw new VigieError(`La publication n'a aucune donnée pour ${year}.`, {exitCode: EXIT.usage, mend: `Années publiées : ${edition.annees.join(", ")}.`});
  if (year) return year;
  throw new VigieError(`« ${asked} » n'est pas une année scolaire.`, {exitCode: EXIT.usage, mend: `Écrivez-la ${edition.annee_courante}. Années publiées : ${edition.annees.join(", ")}.`});
}

function readTerritories(context: Context, publication: Publication): readonly Territoire[] {
  const asked = [context.text("territoire"), context.text("type"), context.flag("tous") ? "tous" : undefined].filter((one) => one !== undefined);
  if (asked.length > 1) throw new VigieError("--territoire, --type et --tous ne vont pas ensemble.", {exitCode: EXIT.usage, mend: "Gardez une seule de ces options."});
  if (context.flag("tous")) return publication.territoires.filter((one) => one.type !== "academie" && one.type !== "programme");
  const type = context.text("type");
  if (type === undefined) return [findTerritoire(publication, context.text("territoire"))];
  const found = publication.territoires.filter((one) => one.type === type);
  if (found.length > 0) return found;
  throw new VigieError(`Aucun territoire de type « ${type} » dans la publication.`, {exitCode: EXIT.usage, mend: `Types publiés : ${[...new Set(publication.territoires.map((one) => one.type))].join(", ")}.`});
}

function readFormats(text: string | undefined): Format[] {
  const asked = (text ?? "pdf").split(",").map((one) => one.trim().toLowerCase()).filter(Boolean);
  for (const one of asked) {
    if (!(FORMATS as readonly string[]).includes(one)) throw new VigieError(`Le format « ${one} » n'existe pas.`, {exitCode: EXIT.usage, mend: `Formats : ${FORMATS.join(", ")}.`});
  }
  return [...new Set(asked)] as Format[];
}

function sayBilan(context: Context, publication: Publication, report: BilanReport, annee: string, territories: number, duration: number): void {
  for (const file of report.files.slice(0, 6)) context.say(file);
  if (report.files.length > 6) context.say(`… et ${formatCount(report.files.length - 6, "autre fichier", "autres fichiers")}`);
  context.say(`Bilan ${annee} de ${formatCount(territories, "territoire")} en ${formatDuration(duration)}.`);
  for (const file of report.unplaced) context.say(`Commentaire laissé de côté, aucun chapitre ne porte ce nom : ${file}`);
  if (report.unplaced.length > 0) context.say(`→ Chapitres : ${chapters(publication).map((one) => `${one}.md`).join(", ")}.`);
}

import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount, formatDuration} from "../lib/format.ts";
import {schoolYear} from "../lib/text.ts";
import type {Workspace} from "../lib/workspace.ts";
import {findTerritoire, openPublication, type Publication, type Territoire} from "../report/publication.ts";
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
    format: {type: "string", value: "F,F", help: `formats séparés par des virgules : ${FORMATS.join(", ")} (par défaut : pdf)`}
  },
  async run(context) {
    const workspace = context.workspace();
    const start = performance.now();
    const publication = await openPublication(workspace.paths.publication);
    try {
      const annee = readYear(context, publication);
      const territoires = readTerritories(context, publication);
      const report = await writeBilans({
        publication, annee, territoires, formats: readFormats(context.text("format")), commentaires: workspace.paths.commentaires, outputDir: workspace.paths.bilans,
        onProgress: (territoire, index) => context.progress.update(`${index + 1}/${territoires.length} ${territoire.nom}`)
      });
      context.answer(report);
      sayBilan(context, report, annee, territoires.length, performance.now() - start);
      return report.unplaced.length > 0 ? EXIT.partial : EXIT.done;
    } finally {
      publication.close();
    }
  }
};

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

function sayBilan(context: Context, report: BilanReport, annee: string, territories: number, duration: number): void {
  for (const file of report.files.slice(0, 6)) context.say(file);
  if (report.files.length > 6) context.say(`… et ${formatCount(report.files.length - 6, "autre fichier", "autres fichiers")}`);
  context.say(`Bilan ${annee} de ${formatCount(territories, "territoire")} en ${formatDuration(duration)}.`);
  for (const file of report.unplaced) context.say(`Commentaire laissé de côté, aucun chapitre ne porte ce nom : ${file}`);
}

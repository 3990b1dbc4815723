import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount, formatShare} from "../lib/format.ts";
import type {PublishReport} from "../publish/publish.ts";
import type {Command, Context} from "./command.ts";
import type {Completion} from "./complete.ts";
import {publishWorkspace} from "./stages.ts";
import {unlessStanding} from "./standing.ts";

export function sayPublication(context: Pick<Context, "say">, report: PublishReport, dir: string): void {
  context.say(
    `Publication écrite dans ${dir} : ${formatCount(report.indicators, "indicateur")}, ${formatCount(report.territories, "territoire")}, ${formatCount(report.years.length, "année scolaire", "années scolaires")}, ${formatCount(report.cells, "chiffre")}.`
  );
  if (report.hidden > 0) context.say(`  ${formatCount(report.hidden, "chiffre caché", "chiffres cachés")} par le secret statistique (${formatShare(report.hidden / report.cells)}).`);
  if (report.kept > 0) context.say(`  ${formatCount(report.kept, "chiffre garde sa valeur", "chiffres gardent leur valeur")} de l'édition précédente : trop peu de personnes y sont venues ou en sont parties depuis.`);
  for (const {volet, part_eleves_visibles} of report.secret.volets) {
    if (part_eleves_visibles !== null && part_eleves_visibles < 1) context.say(`    ${volet} : visible pour les communes de ${formatShare(part_eleves_visibles, 0)} des élèves`);
  }
}

/** What joined the tables: impact reports, comments, changes since the last edition; true when something has to be mended. */
export function sayCompletion(context: Pick<Context, "say">, {protocoles, commentaires, comparaison}: Completion): boolean {
  if (protocoles.calcules > 0) context.say(`  ${formatCount(protocoles.calcules, "protocole d'analyse calculé", "protocoles d'analyse calculés")}.`);
  for (const {protocole, message} of protocoles.refuses) context.say(`  ! ${protocole} n'a pas été calculé : ${message}`);
  if (commentaires.places > 0) context.say(`  ${formatCount(commentaires.places, "commentaire")} de la DRANE.`);
  for (const {message, mend} of commentaires.problemes) context.say(`  ! Commentaire laissé de côté. ${message}${mend === undefined ? "" : `\n    → ${mend}`}`);
  if (comparaison) context.say(`  ${formatCount(comparaison.changements, "chiffre a changé", "chiffres ont changé")} depuis l'édition « ${comparaison.edition} ».`);
  return protocoles.refuses.length > 0 || commentaires.problemes.length > 0;
}

export const command: Command = {
  name: "publier",
  summary: "Écrit les tables publiables (Parquet, Arrow, CSV) après contrôle du secret statistique.",
  options: {
    interne: {type: "boolean", help: "écrit aussi les tables par établissement, pour les pilotes, dans publication-interne/"},
    tout: {type: "boolean", help: "publie à nouveau, même si rien n'a changé"},
    "seuil-interne": {type: "string", value: "N", help: "seuil de ces tables (par défaut : celui des personnes)"}
  },
  async run(context) {
    const workspace = context.workspace();
    const dir = workspace.paths.publicationInterne;
    const threshold = Number(context.text("seuil-interne") ?? workspace.config.seuils.personnes);
    if (!Number.isInteger(threshold) || threshold < 2) throw new VigieError("--seuil-interne attend un nombre entier d'au moins 2.", {exitCode: EXIT.usage});
    const isInternal = context.flag("interne");
    const report = await unlessStanding(workspace, "publication", isInternal || context.flag("tout"), () => publishWorkspace(workspace, isInternal ? {internal: {dir, seuil: threshold}} : {}));
    context.answer(report);
    if (report.inchange) context.say(`Rien de nouveau depuis la publication qui est dans ${workspace.paths.publication} (${formatCount(report.cells, "chiffre")}) : elle est gardée telle quelle.`);
    else sayPublication(context, report, workspace.paths.publication);
    const hasProblems = sayCompletion(context, report);
    if (isInternal) context.say(`Tables par établissement dans ${dir} : usage interne, ne pas diffuser.`);
    context.say("Ensuite : « vigie site ».");
    return hasProblems ? EXIT.partial : EXIT.done;
  }
};

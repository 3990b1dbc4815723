import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {compareEditions} from "../report/compare.ts";
import type {Workspace} from "../lib/workspace.ts";
import {isoDay} from "../lib/text.ts";
import {hasFiguresOf, listEditions, type FrozenEdition} from "../report/edition.ts";
import {makeFolder} from "../report/folder.ts";
import {openPublication} from "../report/publication.ts";
import {composeSeance} from "../report/seance.ts";
import {createTypesetter} from "../report/typst.ts";
import {writeWord} from "../report/word.ts";
import {write} from "../report/write.ts";
import {readYear} from "./bilan.ts";
import {CURRENT, readSide} from "./comparer.ts";
import type {Command} from "./command.ts";

export const command: Command = {
  name: "seance",
  summary: "Prépare le document d'une séance : ce qui a changé depuis la dernière édition, les alertes, les questions aux établissements.",
  options: {
    date: {type: "string", value: "JJ/MM/AAAA", help: "date de la séance (AAAA-MM-JJ convient aussi)"},
    annee: {type: "string", value: "AAAA-AAAA", help: "année scolaire (par défaut : l'année courante de la publication)"},
    edition: {type: "string", value: "N", help: "édition à laquelle comparer (par défaut : la dernière figée qui n'est pas la publication d'aujourd'hui)"}
  },
  async run(context) {
    const date = readDate(context.text("date"));
    const workspace = context.workspace();
    const publication = await openPublication(workspace.paths.publication);
    try {
      const annee = readYear(context, publication);
      const editions = listEditions(workspace);
      const wanted = context.text("edition");
      const last = wanted === undefined ? lastBefore(workspace, editions) : editions.find((one) => one.nom === wanted);
      if (wanted !== undefined && !last) throw new VigieError(`L'édition « ${wanted} » n'existe pas.`, {exitCode: EXIT.usage, mend: editions.length > 0 ? `Éditions : ${editions.map((one) => one.nom).join(", ")}.` : "« vigie figer » en crée une."});
      const comparison = last ? await compareEditions(readSide(workspace, last.nom), readSide(workspace, CURRENT)) : null;
      const figures = await publication.figures(publication.principal);
      const byType = await publication.parTypes(["circonscription", "bassin"], annee, ["pi_couverture"]);
      const document = composeSeance(
        {publication, territoire: publication.principal, annee, figures, whole: figures, isWhole: true, comments: new Map()},
        {date, comparison, since: last?.fige_le ?? null, byType}
      );
      makeFolder(workspace.paths.bilans);
      const base = path.join(workspace.paths.bilans, `seance-${date}`);
      write(`${base}.pdf`, createTypesetter().pdf(document));
      write(`${base}.docx`, await writeWord(document));
      context.answer({fichiers: [`${base}.pdf`, `${base}.docx`], edition: last?.nom ?? null, changements: comparison?.changes.length ?? null});
      context.say(`${base}.pdf`);
      context.say(`${base}.docx`);
      if (!last) context.say("Aucune édition figée : le document dit qu'il n'y a rien à quoi comparer.");
      return EXIT.done;
    } finally {
      publication.close();
    }
  }
};

/** The last edition that is not the publication itself: one frozen for this very meeting says nothing of what changed. */
function lastBefore({paths}: Workspace, editions: readonly FrozenEdition[]): FrozenEdition | undefined {
  return editions.findLast((one) => !hasFiguresOf(one, paths.publication)) ?? editions.at(-1);
}

function readDate(text: string | undefined): string {
  if (text === undefined) throw new VigieError("Il manque la date de la séance.", {exitCode: EXIT.usage, mend: "Par exemple : vigie seance --date 15/01/2026"});
  const day = isoDay(text);
  if (day !== null) return day;
  throw new VigieError(`« ${text} » n'est pas une date.`, {exitCode: EXIT.usage, mend: "Écrivez-la 15/01/2026 ou 2026-01-15."});
}

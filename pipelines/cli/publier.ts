import {EXIT} from "../lib/errors.ts";
import {formatCount, formatShare} from "../lib/format.ts";
import type {PublishReport} from "../publish/publish.ts";
import type {Command, Context} from "./command.ts";
import {publishWorkspace} from "./stages.ts";

export function sayPublication(context: Pick<Context, "say">, report: PublishReport, dir: string): void {
  context.say(
    `Publication écrite dans ${dir} : ${formatCount(report.indicators, "indicateur")}, ${formatCount(report.territories, "territoire")}, ${formatCount(report.years.length, "année scolaire", "années scolaires")}, ${formatCount(report.cells, "chiffre")}.`
  );
  if (report.hidden > 0) context.say(`  ${formatCount(report.hidden, "chiffre caché", "chiffres cachés")} par le secret statistique (${formatShare(report.hidden / report.cells)}).`);
}

export const command: Command = {
  name: "publier",
  summary: "Écrit les tables publiables (Parquet, Arrow, CSV) après contrôle du secret statistique.",
  async run(context) {
    const workspace = context.workspace();
    const report = await publishWorkspace(workspace);
    context.answer(report);
    sayPublication(context, report, workspace.paths.publication);
    context.say("Ensuite : « vigie site ».");
    return EXIT.done;
  }
};

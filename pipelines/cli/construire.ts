import {EXIT} from "../lib/errors.ts";
import {formatCount, formatDuration} from "../lib/format.ts";
import {describeCheck, type BuildReport} from "../build/index.ts";
import type {Command, Context} from "./command.ts";
import {build} from "./stages.ts";

export function sayBuild(context: Pick<Context, "say">, report: BuildReport): void {
  if (report.isCurrent) context.say("Rien n'a changé depuis la dernière construction : l'entrepôt est à jour (« --tout » le reconstruit).");
  else context.say(`Entrepôt construit : ${formatCount(report.models, "modèle")}${report.computed < report.models ? ` dont ${formatCount(report.computed, "recalculé")}` : ""}, ${formatCount(report.indicators, "indicateur")}, ${formatCount(report.checks.length, "contrôle")} en ${formatDuration(report.milliseconds)}.`);
  for (const check of report.checks) if (check.wrong > 0) context.say(`  ${describeCheck(check).replaceAll("\n", "\n  ")}`);
}

export const command: Command = {
  name: "construire",
  summary: "Calcule les indicateurs dans un entrepôt neuf, puis le met à la place de l'ancien ; ne recalcule que ce qui dépend d'un changement.",
  options: {tout: {type: "boolean", help: "recalcule tout, même ce qui n'a pas changé"}},
  async run(context) {
    const report = await build(context.workspace(), (step) => context.progress.update(`${step.index}/${step.total} ${step.name}`), {isForced: context.flag("tout")});
    context.answer(report);
    sayBuild(context, report);
    if (report.blocking.length > 0) {
      context.say("Ces erreurs bloquent la publication.");
      return EXIT.partial;
    }
    context.say("Ensuite : « vigie publier », puis « vigie site ».");
    return EXIT.done;
  }
};

import path from "node:path";
import {EXIT} from "../lib/errors.ts";
import {formatBytes, formatCount, formatDuration} from "../lib/format.ts";
import {asWord} from "../lib/text.ts";
import type {Command, Context} from "./command.ts";
import {site} from "./stages.ts";
import {unlessStanding} from "./standing.ts";

export function sayHowToOpen(context: Pick<Context, "say">, dir: string): void {
  context.say(`Pour le regarder : npx vigie servir ${asWord(path.relative(process.cwd(), dir) || ".")}   puis ouvrir http://localhost:8080`);
}

export const command: Command = {
  name: "site",
  summary: "Construit le site à partir de la publication, sans réseau.",
  options: {
    interne: {type: "boolean", help: "construit plutôt dans site-interne/ l'édition des pilotes, avec les établissements (après « vigie publier --interne »)"},
    tout: {type: "boolean", help: "reconstruit tout, même si rien n'a changé"}
  },
  async run(context) {
    const workspace = context.workspace();
    const start = performance.now();
    if (context.flag("interne")) {
      const internal = await site(workspace, (text) => context.progress.update(text), {isInternal: true});
      context.answer(internal);
      context.say(`Site interne construit dans ${workspace.paths.siteInterne} : ${formatCount(internal.pages, "page")}, ${formatBytes(internal.bytes)} en ${formatDuration(performance.now() - start)}.`);
      context.say("Il montre les établissements : ne le diffusez pas, et ne le posez pas sur un serveur ouvert.");
      sayHowToOpen(context, workspace.paths.siteInterne);
      return EXIT.done;
    }
    const report = await unlessStanding(workspace, "site", context.flag("tout"), () => site(workspace, (text) => context.progress.update(text)));
    context.answer(report);
    if (report.inchange) context.say(`Rien de nouveau depuis le site qui est dans ${workspace.paths.site} (${formatCount(report.pages, "page")}) : il est gardé tel quel.`);
    else {
      context.say(`Site construit dans ${workspace.paths.site} : ${formatCount(report.pages, "page")}, ${formatBytes(report.bytes)} en ${formatDuration(performance.now() - start)}.`);
      if (report.perimes.length > 0) {
        context.say(`Non ${report.perimes.length > 1 ? "offerts" : "offert"} au téléchargement, plus ${report.perimes.length > 1 ? "anciens" : "ancien"} que la publication : ${report.perimes.join(", ")}. « vigie bilan » puis « vigie site » ${report.perimes.length > 1 ? "les" : "le"} remettent à jour.`);
      }
    }
    sayHowToOpen(context, workspace.paths.site);
    return EXIT.done;
  }
};

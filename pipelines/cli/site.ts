import path from "node:path";
import {EXIT} from "../lib/errors.ts";
import {formatBytes, formatCount, formatDuration} from "../lib/format.ts";
import type {Command, Context} from "./command.ts";
import {site} from "./stages.ts";

export function sayHowToOpen(context: Pick<Context, "say">, dir: string): void {
  context.say(`Pour le regarder : npx vigie servir ${path.relative(process.cwd(), dir) || "."}   puis ouvrir http://localhost:8080`);
}

export const command: Command = {
  name: "site",
  summary: "Construit le site à partir de la publication, sans réseau.",
  async run(context) {
    const workspace = context.workspace();
    const start = performance.now();
    const report = await site(workspace, (text) => context.progress.update(text));
    context.answer(report);
    context.say(`Site construit dans ${workspace.paths.site} : ${formatCount(report.pages, "page")}, ${formatBytes(report.bytes)} en ${formatDuration(performance.now() - start)}.`);
    sayHowToOpen(context, workspace.paths.site);
    return EXIT.done;
  }
};

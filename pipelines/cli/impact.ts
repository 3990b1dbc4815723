import {existsSync} from "node:fs";
import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {readLedger} from "../import/ledger.ts";
import {listProtocols, readProtocol, runProtocol, runProtocols, writeModel} from "../impact/index.ts";
import type {Command, Context} from "./command.ts";
import {VERSION} from "./origin.ts";

type Report = Awaited<ReturnType<typeof runProtocol>>["report"];

export const command: Command = {
  name: "impact",
  summary: "Calcule un protocole d'analyse (protocoles/*.yml) et en écrit le rapport, ou dit pourquoi il ne peut pas l'être.",
  usage: "[PROTOCOLE]",
  options: {
    modele: {type: "boolean", help: "écrit un protocole commenté dans protocoles/"},
    tous: {type: "boolean", help: "calcule tous les protocoles de l'espace"}
  },
  async run(context) {
    const workspace = context.workspace();
    const folder = workspace.paths.protocoles;
    if (context.flag("modele")) {
      const file = writeModel(folder, {isFictional: workspace.config.fictif});
      context.answer({protocole: file});
      context.say(`Protocole commenté écrit dans ${file}.`);
      context.say("Ensuite : relisez-le avec les chercheurs, datez-le, signez-le, puis « vigie impact equipement-usage-pix ».");
      return EXIT.done;
    }
    const name = context.args[0];
    const known = listProtocols(folder);
    const files = readLedger(workspace.paths.lac);
    if (context.flag("tous")) {
      const {results, notRun} = await runProtocols({workspace, files, version: VERSION});
      context.answer({rapports: results.map(({report}) => report), refuses: notRun});
      for (const {report} of results) context.say(`${report.protocole.code} : ${report.phrase}`);
      for (const {protocole, message} of notRun) context.say(`${protocole} n'a pas été calculé : ${message}`);
      return notRun.length > 0 || results.some(({report}) => report.mot === null) ? EXIT.partial : EXIT.done;
    }
    if (name === undefined) {
      context.answer({protocoles: known});
      if (known.length === 0) context.say("Aucun protocole. « vigie impact --modele » en écrit un, commenté.");
      for (const file of known) context.say(`  ${path.basename(file).replace(/\.ya?ml$/, "")}`);
      return EXIT.done;
    }
    const file = [name, path.join(folder, name), path.join(folder, `${name}.yml`)].find((candidate) => /\.ya?ml$/.test(candidate) && existsSync(candidate));
    if (file === undefined) {
      throw new VigieError(`Le protocole « ${name} » n'existe pas.`, {
        exitCode: EXIT.usage,
        mend: known.length > 0 ? `Protocoles de l'espace : ${known.map((one) => path.basename(one)).join(", ")}.` : "« vigie impact --modele » écrit un protocole commenté."
      });
    }
    const protocol = readProtocol(file);
    context.progress.update(protocol.titre);
    const {report, publication, dossier} = await runProtocol({workspace, protocol, files, version: VERSION});
    context.answer(report);
    sayReport(context, report);
    context.say(`Rapport : ${publication}`);
    context.say(`Panel, par établissement, à garder dans l'espace : ${dossier}`);
    return report.mot === null ? EXIT.partial : EXIT.done;
  }
};

function sayReport({say}: Pick<Context, "say">, report: Report): void {
  say(report.protocole.titre);
  for (const warning of report.avertissements) say(`  ${warning}`);
  say(`  ${report.protocole.question}`);
  say();
  say(report.phrase);
  for (const {explication, remede} of report.refus) say(`  - ${explication}\n    → ${remede}`);
  say();
  for (const {libelle, phrase} of report.resultats.slice(1)) say(`${libelle} : ${phrase}`);
  say();
  say("Établissements :");
  for (const {libelle, gardes, perdus} of report.devis.cohortes) say(`  ${libelle} : ${gardes} gardés${perdus.map(({libelle: why, n}) => `, ${n} perdus (${why})`).join("")}`);
  for (const {libelle, n} of report.devis.ecartes) say(`  ${n} écartés (${libelle})`);
  say();
}

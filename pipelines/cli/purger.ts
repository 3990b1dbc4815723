import {existsSync, rmSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount, formatDate} from "../lib/format.ts";
import {carryOut, closeRemoval, decideRemoval, unfinishedRemovals, type Proof, type Removal} from "../lib/removal.ts";
import type {Workspace} from "../lib/workspace.ts";
import {isoDay} from "../lib/text.ts";
import {readLake} from "../import/lake.ts";
import {addMonths, checkDurations, expiredEntries, forget} from "../import/retention.ts";
import {listEditions} from "../report/edition.ts";
import type {Command, Context} from "./command.ts";
import {VERSION} from "./origin.ts";
import {build} from "./stages.ts";

export const command: Command = {
  name: "purger",
  summary: "Oublie ce qui a passé sa durée de conservation, et en écrit la preuve datée ; sans --oui, montre seulement ce qui partirait.",
  options: {
    oui: {type: "boolean", help: "supprime pour de bon"},
    date: {type: "string", value: "AAAA-MM-JJ", help: "jour où l'on se place (par défaut : aujourd'hui), pour voir ce qui partira"}
  },
  async run(context) {
    const workspace = context.workspace();
    const now = new Date().toISOString();
    const asked = context.text("date");
    const day = asked === undefined ? now.slice(0, 10) : isoDay(asked);
    if (day === null) throw new VigieError(`« ${asked} » n'est pas une date.`, {exitCode: EXIT.usage, mend: "Écrivez-la 15/01/2026 ou 2026-01-15."});
    const isReal = context.flag("oui");
    if (isReal && day > now.slice(0, 10)) throw new VigieError("--oui ne supprime pas d'avance : la date est à venir.", {exitCode: EXIT.usage, mend: "Retirez --oui pour voir ce qui partira, ou --date pour purger aujourd'hui."});
    const proofs = path.join(workspace.dir, "purges");
    const elements = plan(workspace, day);
    if (!isReal) {
      context.answer({date: day, fait: false, elements});
      sayPlan(context, elements, day);
      return EXIT.done;
    }
    const left = unfinishedRemovals(proofs);
    if (left.length > 0) context.say("Une purge avait été interrompue : elle est achevée d'abord.");
    const files = elements.length > 0 ? [...left, decideRemoval(proofs, elements, now, VERSION)] : left;
    const done: Proof[] = [];
    for (const file of files) done.push(await finish(context, workspace, file));
    context.answer({date: day, fait: true, preuves: files.map((file) => path.relative(workspace.dir, file)), elements: done.flatMap((proof) => proof.elements)});
    if (done.length === 0) context.say("Rien n'a passé sa durée de conservation : rien n'a été supprimé.");
    for (const [index, proof] of done.entries()) context.say(`${formatCount(proof.elements.length, "élément oublié", "éléments oubliés")}. Preuve : ${(files[index] ?? "").replace(/\.json$/, ".md")}`);
    if (done.some(isOfLake)) context.say("L'entrepôt a été refait sans ces lignes. Ensuite : « vigie publier ».");
    return EXIT.done;
  }
};

/** What has passed its time, all kinds together. */
function plan({dir, config, paths}: Workspace, day: string): Removal[] {
  const {sources, rejets, tables_internes: months} = config.conservation;
  checkDurations(sources, contracts);
  const lake = expiredEntries(paths.lac, readLake(paths.lac), contracts, {sources, rejets}, day).map(({entry: {manifest}, part, chemin, mois, echeance}): Removal => ({
    nature: part === "entree" ? "fichier du lac" : "lignes refusées",
    chemin: `${path.basename(paths.lac)}/${chemin}`,
    quoi: [manifest.source === null ? "fichier non reconnu" : `${manifest.source}/${manifest.objet}`, manifest.annees.join(", "), `importé le ${formatDate(manifest.importe_le)}`].filter(Boolean).join(", "),
    motif: `${mois} mois, échus le ${formatDate(echeance)}`,
    sha256: manifest.sha256,
    lignes: part === "entree" ? manifest.acceptes : manifest.rejetes
  }));
  const tables = [
    {chemin: path.basename(paths.publicationInterne), quoi: "tables par établissement de l'édition interne", from: dateOf(path.join(paths.publicationInterne, "edition.json"))},
    {chemin: path.basename(paths.siteInterne), quoi: "site de l'édition interne", from: dateOf(path.join(paths.siteInterne, "index.html"))},
    {chemin: ".secret/termes.parquet", quoi: "termes par établissement de la dernière publication", from: dateOf(path.join(dir, ".secret", "termes.parquet"))},
    ...listEditions({dir, config, paths}).map(({nom, fige_le}) => ({chemin: `${path.basename(paths.editions)}/${nom}/secret/termes.parquet`, quoi: `termes par établissement de l'édition ${nom}`, from: fige_le.slice(0, 10)}))
  ];
  return [
    ...lake,
    ...tables.flatMap(({chemin, quoi, from}): Removal[] => {
      if (from === undefined || !existsSync(path.join(dir, chemin))) return [];
      const end = addMonths(from, months);
      return end <= day ? [{nature: "table interne", chemin, quoi, motif: `${months} mois, échus le ${formatDate(end)}`, sha256: null, lignes: null}] : [];
    })
  ];
}

function dateOf(file: string): string | undefined {
  return existsSync(file) ? statSync(file).mtime.toISOString().slice(0, 10) : undefined;
}

const isOfLake = (proof: Proof): boolean => proof.elements.some(({nature}) => nature === "fichier du lac");

/** Carries a decision out to its end; killed anywhere, the next run does it again from the start. */
async function finish(context: Context, workspace: Workspace, file: string): Promise<Proof> {
  const {lac, entrepot} = workspace.paths;
  const hashes = (elements: readonly Removal[]): string[] => elements.flatMap(({nature, sha256}) => (nature === "fichier du lac" && sha256 !== null ? [sha256] : []));
  const proof = carryOut(workspace.dir, file, (elements) => forget(lac, hashes(elements)));
  if (isOfLake(proof)) {
    // The warehouse holds the rows too: it goes before it is made again, so that no failure keeps them.
    for (const suffix of ["", ".wal"]) rmSync(`${entrepot}${suffix}`, {force: true});
    if (readLake(lac).length > 0) await build(workspace, (step) => context.progress.update(`${step.index}/${step.total} ${step.name}`));
  }
  const closed = closeRemoval(file, new Date().toISOString());
  writeFileSync(file.replace(/\.json$/, ".md"), proofText(closed));
  return closed;
}

function proofText({decide_le, acheve_le, version, elements}: Proof): string {
  return [
    "# Preuve de suppression",
    "",
    `Décidée le ${formatDate(decide_le)} à ${decide_le.slice(11, 16)} UTC, achevée le ${formatDate(acheve_le ?? "")} à ${(acheve_le ?? "").slice(11, 16)} UTC, par Vigie ${version} (« vigie purger --oui »).`,
    "",
    "Ces éléments ont passé leur durée de conservation ; ils ont été supprimés de l'espace, et l'entrepôt a été refait sans eux. Les fichiers d'origine et les sauvegardes ne sont pas du ressort de Vigie.",
    "",
    "| Nature | Quoi | Règle | Lignes | Empreinte (SHA-256) |",
    "|---|---|---|---|---|",
    ...elements.map(({nature, quoi, motif, lignes, sha256}) => `| ${nature} | ${quoi} | ${motif} | ${lignes ?? ""} | ${sha256 ?? ""} |`),
    ""
  ].join("\n");
}

function sayPlan(context: Context, elements: readonly Removal[], day: string): void {
  if (elements.length === 0) {
    context.say(`Au ${formatDate(day)}, rien n'a passé sa durée de conservation.`);
    return;
  }
  context.say(`Au ${formatDate(day)}, ${formatCount(elements.length, "élément a passé sa", "éléments ont passé leur")} durée de conservation :`);
  for (const {nature, quoi, motif, lignes} of elements) context.say(`  ${nature} : ${quoi}${lignes === null ? "" : ` (${formatCount(lignes, "ligne")})`} ; ${motif}`);
  context.say();
  context.say("Rien n'a été supprimé. « vigie purger --oui » le fait, et en écrit la preuve dans purges/.");
  context.say("Une édition figée avec ces fichiers restera lisible, mais ne pourra plus être reconstruite. Les originaux déposés dans entree/ et vos sauvegardes restent à votre charge.");
}

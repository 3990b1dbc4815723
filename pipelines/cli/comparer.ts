import {existsSync, mkdirSync, readFileSync, readdirSync, statSync} from "node:fs";
import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {formatSpreadsheetCsv} from "../lib/spreadsheet-csv.ts";
import type {Workspace} from "../lib/workspace.ts";
import {compareEditions, isGeneral, MOTIFS, type Change, type Comparison, type Side} from "../report/compare.ts";
import {editionDir, readEdition} from "../report/edition.ts";
import type {Territoire} from "../report/publication.ts";
import {write} from "../report/write.ts";
import type {Command, Context} from "./command.ts";
import {codeVersion, frozenLake} from "./origin.ts";
import {absence} from "../lib/words/absences.ts";
import type {Indicateur} from "../lib/words/figure.ts";
import {formatValeur} from "../lib/words/format.ts";
import {readJson} from "../lib/json.ts";

/** Names the publication as it stands, where an edition is expected. */
export const CURRENT = "courante";

export const command: Command = {
  name: "comparer",
  summary: "Nomme chaque chiffre qui a changé entre deux éditions, et dit pourquoi.",
  usage: "N1 N2",
  options: {csv: {type: "string", value: "FICHIER", help: "où écrire tous les changements (par défaut : editions/comparaison-N1-N2.csv)"}},
  async run(context) {
    const [first, second = CURRENT] = context.args;
    if (first === undefined) throw new VigieError("Il manque les éditions à comparer.", {exitCode: EXIT.usage, mend: `Par exemple : vigie comparer 2025-provisoire 2025-definitif ; sans second nom, la publication ${CURRENT}.`});
    const workspace = context.workspace();
    const {comparison, catalogue, names} = await compareSides(readSide(workspace, first), readSide(workspace, second));
    const name = `comparaison-${first}-${second}.csv`;
    const asked = context.text("csv");
    const file = asked === undefined ? path.join(workspace.paths.editions, name) : statSync(asked, {throwIfNoEntry: false})?.isDirectory() ? path.join(asked, name) : asked;
    mkdirSync(path.dirname(path.resolve(file)), {recursive: true});
    write(file, changesCsv(comparison, catalogue, names));
    context.answer({...comparison, changes: comparison.changes.slice(0, 1000), n: comparison.changes.length, csv: file});
    sayComparison(context, comparison, catalogue, names);
    context.say(`Tous les changements, un par ligne : ${file}`);
    return EXIT.done;
  }
};

/** The comparison of two sides, with the words to tell it: definitions and names of both, those of the second first. */
export async function compareSides(before: Side, after: Side): Promise<{comparison: Comparison; catalogue: readonly Indicateur[]; names: ReadonlyMap<string, string>}> {
  const known = new Set(after.catalogue.map(({code}) => code));
  return {comparison: await compareEditions(before, after), catalogue: [...after.catalogue, ...before.catalogue.filter(({code}) => !known.has(code))], names: namesOf(before, after)};
}

/** An edition by its name, or the publication as it stands. */
export function readSide(workspace: Workspace, nom: string): Side {
  const json = <T>(dir: string, name: string): T => readJson<T>(path.join(dir, name));
  if (nom === CURRENT) {
    const {publication, config, corrections, lac} = workspace.paths;
    if (!existsSync(path.join(publication, "catalogue.json"))) throw new VigieError("Rien n'est encore publié.", {mend: "Lancez « vigie construire », puis « vigie publier »."});
    return {nom, publication, catalogue: json<Indicateur[]>(publication, "catalogue.json"), lac: frozenLake(lac), code: codeVersion(), config: readFileSync(config, "utf8"), corrections: readTexts(corrections)};
  }
  const edition = readEdition(workspace, nom);
  const dir = editionDir(workspace, nom);
  const publication = path.join(dir, "publication");
  return {nom, publication, catalogue: json<Indicateur[]>(publication, "catalogue.json"), lac: edition.lac, code: edition.code, config: readFileSync(path.join(dir, "config.yml"), "utf8"), corrections: readTexts(path.join(dir, "corrections"))};
}

function readTexts(dir: string): Record<string, string> {
  if (!existsSync(dir)) return {};
  return Object.fromEntries(readdirSync(dir, {withFileTypes: true}).filter((one) => one.isFile()).map((one) => [one.name, readFileSync(path.join(dir, one.name), "utf8")]));
}

function namesOf(before: Side, after: Side): ReadonlyMap<string, string> {
  const read = ({publication}: Side): [string, string][] => readJson<Territoire[]>(path.join(publication, "territoires.json")).map((one) => [`${one.type}:${one.code}`, one.nom]);
  return new Map([...read(before), ...read(after)]);
}

function side(value: number | null, statut: Change["statut_avant"], unite: string): string {
  if (statut === null) return "absent de l'édition";
  return value === null ? absence(statut).mot : formatValeur(value, unite);
}

/** One change in a line. */
export function sayChange(one: Change, indicateur: Indicateur | undefined, nom: string): string {
  const unit = indicateur?.unite ?? "";
  const part = one.ventilation === "ensemble" ? "" : `, ${one.ventilation} : ${one.modalite}`;
  const [before, after] = [side(one.valeur_avant, one.statut_avant, unit), side(one.valeur_apres, one.statut_apres, unit)];
  const what = before === after ? (one.cible_avant !== one.cible_apres ? "la cible a changé" : `${after} (un de ses termes a changé)`) : `${before} → ${after}`;
  return `${indicateur?.libelle ?? one.indicateur}, ${nom}, ${one.annee}${part} : ${what}`;
}

function sayComparison(context: Context, {avant, apres, changes, communs, fichiers}: Comparison, catalogue: readonly Indicateur[], territories: ReadonlyMap<string, string>): void {
  if (changes.length === 0) {
    context.say(`Aucun chiffre ne diffère entre « ${avant} » et « ${apres} » (${formatCount(communs, "chiffre comparé", "chiffres comparés")}).`);
    for (const one of fichiers) context.say(`  ${one.phrase}`);
    return;
  }
  context.say(`${formatCount(changes.length, "chiffre a changé", "chiffres ont changé")} entre « ${avant} » et « ${apres} », sur ${formatCount(communs, "chiffre commun", "chiffres communs")}.`);
  const general = [...new Set(changes.flatMap((one) => one.reasons.filter(isGeneral).map((reason) => reason.phrase)))];
  if (general.length > 0) context.say("Peut aussi avoir joué, pour tous les chiffres :");
  for (const phrase of general) context.say(`  ${phrase}`);
  const byCause = new Map<string, Change[]>();
  for (const one of changes) {
    const key = one.reasons.filter((reason) => !isGeneral(reason)).map((reason) => reason.phrase).join("\n") || "Sans autre raison connue :";
    const list = byCause.get(key);
    if (list) list.push(one);
    else byCause.set(key, [one]);
  }
  for (const [cause, list] of [...byCause].sort((left, right) => right[1].length - left[1].length).slice(0, 8)) {
    context.say();
    const lines = cause.split("\n");
    for (const line of lines.slice(0, 4)) context.say(line);
    if (lines.length > 4) context.say(`… et ${lines.length - 4} autres raisons possibles`);
    for (const one of list.slice(0, 5)) context.say(`  ${sayChange(one, catalogue.find((known) => known.code === one.indicateur), territories.get(`${one.territoire_type}:${one.territoire_code}`) ?? one.territoire_code)}`);
    if (list.length > 5) context.say(`  … et ${formatCount(list.length - 5, "autre chiffre", "autres chiffres")}`);
  }
  if (byCause.size > 8) context.say(`\n… et ${byCause.size - 8} autres ensembles de raisons : voir le fichier.`);
  context.say();
}

/** Every change, one a line: `;` and decimal comma. */
export function changesCsv({changes}: Comparison, catalogue: readonly Indicateur[], territories: ReadonlyMap<string, string>): string {
  const byCode = new Map(catalogue.map((one) => [one.code, one]));
  return formatSpreadsheetCsv([
    ["Code", "Indicateur", "Type de territoire", "Code du territoire", "Territoire", "Année", "Ventilation", "Modalité", "Unité", "Valeur avant", "Valeur après", "Statut avant", "Statut après", "Cible avant", "Cible après", "Motifs", "Détail"],
    ...changes.map((one) => [
      one.indicateur, byCode.get(one.indicateur)?.libelle ?? "", one.territoire_type, one.territoire_code, territories.get(`${one.territoire_type}:${one.territoire_code}`) ?? "", one.annee, one.ventilation, one.modalite,
      byCode.get(one.indicateur)?.unite === "%" ? "part (0 à 1)" : (byCode.get(one.indicateur)?.unite ?? ""), one.valeur_avant, one.valeur_apres, one.statut_avant, one.statut_apres, one.cible_avant, one.cible_apres,
      [...new Set(one.reasons.map((reason) => MOTIFS[reason.motif]))].join(", "), one.reasons.map((reason) => reason.phrase).join(" ")
    ])
  ]);
}

import {existsSync, mkdirSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {contractName, findContracts, isOwn} from "../lib/contract/describe.ts";
import {nomOf, type Contract} from "../lib/contract/contract.ts";
import {describePath} from "../import/describe-path.ts";
import {draftMapping} from "../import/draft-mapping.ts";
import {csvTemplate, workbookTemplate} from "../import/template.ts";
import {asWord} from "../lib/text.ts";
import type {Command, Context} from "./command.ts";

/** Records that a draft is made from. */
const SAMPLE = 200;

export const command: Command = {
  name: "gabarit",
  summary: "Écrit le tableau vide à remplir d'un format de Vigie (xlsx avec notice et listes), ou le brouillon d'une correspondance.",
  usage: "SOURCE",
  options: {
    pour: {type: "string", value: "FICHIER", help: "écrit plutôt le brouillon d'une correspondance qui amène ce fichier à SOURCE, dans correspondances/"},
    format: {type: "string", value: "csv|xlsx", help: "xlsx par défaut, ou d'après le nom donné à --sortie"},
    sortie: {type: "string", value: "FICHIER", help: "fichier ou dossier où écrire (par défaut : gabarit-SOURCE.xlsx ici)"}
  },
  async run(context) {
    const table = context.text("pour");
    if (table !== undefined) return await writeDraft(context, table);
    const contract = ownContractOf(context.args[0]);
    const output = context.text("sortie");
    const format = context.text("format") ?? (output?.toLowerCase().endsWith(".csv") ? "csv" : "xlsx");
    if (format !== "csv" && format !== "xlsx") throw new VigieError(`--format ${format} : un gabarit s'écrit en csv ou en xlsx.`, {exitCode: EXIT.usage, mend: "Par exemple : vigie gabarit etic --format xlsx"});
    const name = `gabarit-${contractName(contract).replace("/", "-")}.${format}`;
    const file = output === undefined ? name : inFolder(output, name);
    if (existsSync(file)) throw new VigieError(`« ${file} » existe déjà : il n'a pas été remplacé.`, {exitCode: EXIT.usage, mend: "Donnez un autre nom avec --sortie, ou retirez ce fichier."});
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(file, format === "csv" ? csvTemplate(contract) : await workbookTemplate(contract), {flag: "wx"});
    context.answer({source: contractName(contract), fichier: path.resolve(file), format});
    context.say(`Gabarit « ${contract.titre} » écrit dans ${file} (une ligne : ${contract.grain}).`);
    context.say(`Une fois rempli : vigie importer ${asWord(file)}`);
    return EXIT.done;
  }
};

/** A mapping to read again, in the workspace when there is one. */
async function writeDraft(context: Context, table: string): Promise<number> {
  const contract = anyContractOf(context.args[0]);
  if (!existsSync(table)) throw new VigieError(`Le fichier « ${table} » n'existe pas.`, {exitCode: EXIT.usage});
  for await (const {result, isRead} of describePath(table)) {
    if (!isRead || result.entete.length === 0) continue;
    const text = draftMapping(result.entete, result.enregistrements.slice(0, SAMPLE), contract);
    const output = context.text("sortie");
    const file = output === undefined ? freeName(context.workspace().paths.correspondances, nomOf(contract)) : inFolder(output, `${nomOf(contract)}.yml`);
    if (existsSync(file)) throw new VigieError(`« ${file} » existe déjà : il n'a pas été remplacé.`, {exitCode: EXIT.usage, mend: "Donnez un autre nom avec --sortie, ou retirez ce fichier."});
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(file, text, {flag: "wx"});
    context.answer({source: contractName(contract), fichier: path.resolve(file), format: "yml"});
    context.say(`Brouillon d'une correspondance vers « ${contract.titre} » écrit dans ${path.relative(process.cwd(), file)} :`);
    context.say();
    context.say(text.trimEnd());
    context.say();
    context.say(`Relisez-le, complétez-le, puis : vigie importer ${asWord(table)}`);
    return EXIT.done;
  }
  throw new VigieError(`« ${table} » n'a pas de ligne de titres que l'on puisse lire.`, {exitCode: EXIT.usage, mend: `« vigie lire "${table}" » montre comment Vigie le lit.`});
}

/** Where to write: a folder, there already or ended by a slash, takes the file under its own name. */
function inFolder(output: string, name: string): string {
  const isFolder = /[/\\]$/.test(output) || statSync(output, {throwIfNoEntry: false})?.isDirectory() === true;
  return isFolder ? path.join(output, name) : output;
}

function freeName(dir: string, name: string): string {
  for (let index = 1; ; index += 1) {
    const file = path.join(dir, `${name}${index === 1 ? "" : `-${index}`}.yml`);
    if (!existsSync(file)) return file;
  }
}

function anyContractOf(name: string | undefined): Contract {
  const known = contracts.filter((contract) => contract.recognises === undefined);
  const list = known.map(nomOf).join(", ");
  if (name === undefined) throw new VigieError("Il manque le nom du format auquel amener ce fichier.", {exitCode: EXIT.usage, mend: `Formats : ${list}.`});
  const [first, ...others] = findContracts(known, name);
  if (first === undefined) throw new VigieError(`Le format « ${name} » n'existe pas.`, {exitCode: EXIT.usage, mend: `Formats : ${list}.`});
  if (others.length > 0) throw new VigieError(`« ${name} » a plusieurs formats.`, {exitCode: EXIT.usage, mend: `Choisissez : ${[first, ...others].map(contractName).join(", ")}.`});
  return first;
}

function ownContractOf(name: string | undefined): Contract {
  const own = contracts.filter(isOwn);
  const list = own.map(contractName).join(", ");
  if (name === undefined) throw new VigieError("Il manque le nom du gabarit.", {exitCode: EXIT.usage, mend: `Gabarits : ${list}.`});
  const found = findContracts(contracts, name);
  const candidates = found.filter(isOwn);
  const [first] = candidates;
  if (first && candidates.length === 1) return first;
  if (first) throw new VigieError(`« ${name} » a plusieurs gabarits.`, {exitCode: EXIT.usage, mend: `Choisissez : ${candidates.map(contractName).join(", ")}.`});
  const [foreign] = found;
  if (foreign) {
    throw new VigieError(`« ${contractName(foreign)} » est l'export d'un autre système (${foreign.producteur}) : il n'a pas de gabarit à remplir.`, {
      exitCode: EXIT.usage, mend: `« vigie sources ${contractName(foreign)} » décrit les colonnes attendues. Gabarits : ${list}.`
    });
  }
  throw new VigieError(`Le gabarit « ${name} » n'existe pas.`, {exitCode: EXIT.usage, mend: `Gabarits : ${list}.`});
}

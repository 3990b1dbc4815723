import {existsSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {contractName, findContracts, isOwn} from "../lib/contract/describe.ts";
import type {Contract} from "../lib/contract/contract.ts";
import {csvTemplate, workbookTemplate} from "../import/template.ts";
import type {Command} from "./command.ts";

export const command: Command = {
  name: "gabarit",
  summary: "Écrit le tableau vide à remplir d'un format de Vigie, avec sa notice et ses listes de choix en xlsx.",
  usage: "SOURCE",
  options: {
    format: {type: "string", value: "csv|xlsx", help: "xlsx par défaut, ou d'après le nom donné à --sortie"},
    sortie: {type: "string", value: "FICHIER", help: "fichier ou dossier où écrire (par défaut : gabarit-SOURCE.xlsx ici)"}
  },
  async run(context) {
    const contract = ownContractOf(context.args[0]);
    const output = context.text("sortie");
    const format = context.text("format") ?? (output?.toLowerCase().endsWith(".csv") ? "csv" : "xlsx");
    if (format !== "csv" && format !== "xlsx") throw new VigieError(`--format ${format} : un gabarit s'écrit en csv ou en xlsx.`, {exitCode: EXIT.usage, mend: "Par exemple : vigie gabarit etic --format xlsx"});
    const name = `gabarit-${contractName(contract).replace("/", "-")}.${format}`;
    const file = output === undefined ? name : existsSync(output) && statSync(output).isDirectory() ? path.join(output, name) : output;
    if (existsSync(file)) throw new VigieError(`« ${file} » existe déjà : il n'a pas été remplacé.`, {exitCode: EXIT.usage, mend: "Donnez un autre nom avec --sortie, ou retirez ce fichier."});
    writeFileSync(file, format === "csv" ? csvTemplate(contract) : await workbookTemplate(contract), {flag: "wx"});
    context.answer({source: contractName(contract), fichier: path.resolve(file), format});
    context.say(`Gabarit « ${contract.titre} » écrit dans ${file} (une ligne : ${contract.grain}).`);
    context.say(`Une fois rempli : vigie importer ${file}`);
    return EXIT.done;
  }
};

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

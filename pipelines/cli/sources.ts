import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import type {Contract} from "../lib/contract/contract.ts";
import {contractName, describeContract, findContracts, isOwn, toJsonSchema, toTableSchema, type ColumnDescription, type ContractDescription} from "../lib/contract/describe.ts";
import type {Command, Context} from "./command.ts";

export const command: Command = {
  name: "sources",
  summary: "Décrit les fichiers que Vigie sait lire : colonnes, valeurs attendues, règles ; en texte, en JSON Schema ou en Table Schema.",
  usage: "[SOURCE]",
  options: {format: {type: "string", value: "texte|json-schema|table-schema", help: "texte par défaut ; table-schema se donne à Validata"}},
  async run(context) {
    const format = context.text("format") ?? "texte";
    const name = context.args[0];
    if (!["texte", "json-schema", "table-schema"].includes(format)) {
      throw new VigieError(`--format ${format} n'existe pas.`, {exitCode: EXIT.usage, mend: "Formats : texte, json-schema, table-schema."});
    }
    const found = name === undefined ? contracts : findContracts(contracts, name);
    if (found.length === 0) throw new VigieError(`La source « ${name} » n'existe pas.`, {exitCode: EXIT.usage, mend: `Sources : ${contracts.map(contractName).join(", ")}.`});
    if (format === "texte") {
      if (name === undefined) sayList(context);
      for (const contract of found) {
        const description = describeContract(contract);
        context.answer(description);
        if (name !== undefined) for (const line of describeLines(description)) context.say(line);
      }
      return EXIT.done;
    }
    const [contract] = found;
    if (!contract || found.length > 1) {
      throw new VigieError("Un schéma décrit une seule source.", {exitCode: EXIT.usage, mend: `Par exemple : vigie sources ${contractName(found[0] ?? (contracts[0] as Contract))} --format ${format}`});
    }
    // A schema is for a machine: printed whole with or without --json.
    process.stdout.write(`${JSON.stringify(format === "json-schema" ? toJsonSchema(contract) : toTableSchema(contract), null, 2)}\n`);
    return EXIT.done;
  }
};

function sayList(context: Context): void {
  const width = Math.max(...contracts.map((contract) => contractName(contract).length));
  const line = (contract: Contract): string => `  ${contractName(contract).padEnd(width)}  ${contract.titre}`;
  context.say("Gabarits de Vigie, à remplir (« vigie gabarit SOURCE » en donne un vide) :");
  for (const contract of contracts.filter(isOwn)) context.say(line(contract));
  context.say();
  context.say("Exports d'autres systèmes, lus tels quels :");
  for (const contract of contracts.filter((item) => !isOwn(item))) context.say(line(contract));
  context.say();
  context.say("« vigie sources SOURCE » décrit les colonnes de l'une d'elles.");
}

function describeLines(description: ContractDescription): string[] {
  const loaded = description.colonnes.filter((column) => column.personnelle !== "jamais chargée");
  const dropped = description.colonnes.filter((column) => column.personnelle === "jamais chargée");
  return [
    `${description.titre} (${description.nom})`,
    `  Une ligne     : ${description.grain}`,
    `  Producteur    : ${description.producteur} ; licence : ${description.licence}`,
    `  Usage         : ${description.finalite} ; conservation : ${formatCount(description.conservation_mois, "mois", "mois")}`,
    `  Sans réponse  : ${["case vide", ...description.non_repondu.filter((item) => item !== "")].join(", ")}${description.non_concerne.length > 0 ? ` ; non concerné : ${description.non_concerne.join(", ")}` : ""}`,
    "",
    "Colonnes (* obligatoire, k : distingue une ligne d'une autre) :",
    ...columnLines(loaded),
    ...(description.familles.length > 0 ? ["", "Colonnes au nom libre :", ...description.familles.map((family) => `  ${family.nom} : ${family.description} ; ${family.attendu}`)] : []),
    ...(dropped.length > 0 ? ["", `Colonnes personnelles, reconnues et jamais chargées : ${dropped.map((column) => column.entete).join(", ")}`] : []),
    ...(description.regles.length > 0 ? ["", "Règles :", ...description.regles.map((rule) => `  ${rule.refus ? "refusé" : "à vérifier"} : ${rule.message} (${rule.colonnes.join(", ")})`)] : []),
    "",
    description.gabarit ? `« vigie gabarit ${description.nom} » écrit le tableau vide à remplir.` : "Ce fichier s'importe tel que son producteur l'exporte.",
    ""
  ];
}

function columnLines(columns: readonly ColumnDescription[]): string[] {
  const mark = (column: ColumnDescription): string => `${column.obligatoire ? "*" : " "}${column.cle ? "k" : " "}`;
  const width = Math.min(38, Math.max(...columns.map((column) => column.entete.length)));
  return columns.map((column) => {
    const unit = column.unite ? ` (${column.unite})` : "";
    const other = column.autres_entetes.length > 0 ? ` ; aussi « ${column.autres_entetes.join(" », « ")} »` : "";
    const personal = column.personnelle ? ` ; ${column.personnelle}` : "";
    return `  ${mark(column)} ${column.entete.padEnd(width)}  ${column.description}${unit} : ${column.attendu}${column.exemple === null ? "" : ` (${column.exemple})`}${other}${personal}`;
  });
}

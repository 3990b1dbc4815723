import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {columnLetter} from "../lib/text.ts";
import {describePath} from "../import/describe-path.ts";
import type {LireResult} from "../import/read/lire.ts";
import type {Command, Context} from "./command.ts";

/** Records shown to a person. */
const SHOWN = 5;
const WIDTH = 60;
const ANOMALIES = 20;

export const command: Command = {
  name: "lire",
  summary: "Montre comment Vigie lit un fichier : encodage, séparateur, titres, premières lignes, ce qui ne va pas ; sans rien importer.",
  usage: "FICHIER…",
  async run(context) {
    if (context.args.length === 0) throw new VigieError("Il manque le fichier à lire.", {exitCode: EXIT.usage, mend: "Par exemple : vigie lire export.csv"});
    let unread = 0;
    for (const file of context.args) {
      for await (const {result, isRead} of describePath(file)) {
        if (!isRead) unread += 1;
        context.answer(result);
        if (!context.isJson) sayFile(context, result, isRead);
      }
    }
    return unread > 0 ? EXIT.partial : EXIT.done;
  }
};

const ENCODINGS: Readonly<Record<string, string>> = {
  "utf-8": "UTF-8", "utf-8-bom": "UTF-8 (avec BOM)", "utf-16le": "UTF-16", "utf-16be": "UTF-16 (gros-boutiste)", "windows-1252": "Windows-1252 (ancien Excel français)",
  "utf-8+windows-1252": "mélange d'UTF-8 et de Windows-1252", xlsx: "classeur xlsx", ods: "classeur ods"
};
const SEPARATORS: Readonly<Record<string, string>> = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale", " ": "espace", "": "aucun (une seule colonne)"};
const QUOTES: Readonly<Record<string, string>> = {'"': 'guillemet droit (")', "'": "apostrophe (')", "": "aucun"};

function sayFile(context: Context, {fichier, encodage, separateur, guillemet, entete, enregistrements, anomalies}: LireResult, isRead: boolean): void {
  const {say} = context;
  if (!isRead) {
    say(`✗ ${fichier} : ${anomalies[0]?.cause ?? ""}`);
    return;
  }
  say(`${fichier} : ${formatCount(enregistrements.length, "enregistrement")}, ${formatCount(entete.length, "colonne")}`);
  const isWorkbook = encodage === "xlsx" || encodage === "ods";
  say(`  Encodage   : ${ENCODINGS[encodage] ?? encodage}`);
  if (!isWorkbook) {
    say(`  Séparateur : ${SEPARATORS[separateur] ?? `« ${separateur} »`}`);
    say(`  Guillemets : ${QUOTES[guillemet] ?? `« ${guillemet} »`}`);
  }
  say(entete.length > 0 ? "  Titres et premières valeurs :" : "  Aucun titre reconnu. Premières valeurs :");
  const columns = Math.max(entete.length, ...enregistrements.slice(0, SHOWN).map((record) => record.length));
  const titles = Array.from({length: columns}, (_, index) => clip(entete[index] ?? "", 32));
  const width = Math.max(0, ...titles.map((title) => title.length));
  for (const [index, title] of titles.entries()) {
    const values = enregistrements.slice(0, SHOWN).map((record) => clip(record[index] ?? "", 24) || "∅");
    say(`    ${columnLetter(index).padStart(2)}  ${title.padEnd(width)}  ${clip(values.join(" · "), Math.max(WIDTH, 100 - width))}`);
  }
  if (anomalies.length === 0) {
    say("  Rien d'anormal.");
  } else {
    say(`  À savoir (${formatCount(anomalies.length, "remarque")}) :`);
    for (const {ligne, cause} of anomalies.slice(0, ANOMALIES)) say(`    ligne ${ligne} : ${cause}`);
    if (anomalies.length > ANOMALIES) say(`    … et ${formatCount(anomalies.length - ANOMALIES, "autre")} : --json les donne toutes.`);
  }
  say();
}

function clip(text: string, length: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

import {quoteText, type Database} from "../lib/duckdb.ts";
import {columnLetter, fold} from "../lib/text.ts";
import type {Binding} from "./binding.ts";
import type {Table} from "./table.ts";

/** What a column that no contract knows may say of people, by its cells (RE2, whole cell) or by its title. */
const SIGNS: readonly {what: string; cell?: string; title?: RegExp}[] = [
  {what: "courriels", cell: "[^\\s@]+@[^\\s@]+\\.[A-Za-z]{2,}", title: /\b(e-?mails?|mails?|courriels?|adresses? (electroniques?|de messagerie))\b/},
  {what: "numéros de sécurité sociale", cell: "[12] ?[0-9]{2} ?(0[1-9]|1[0-2]|[2-9][0-9]) ?([0-9]{2}|2[ABab]) ?[0-9]{3} ?[0-9]{3}( ?[0-9]{2})?", title: /\b(nir|n°? ?secu|securite sociale|num(ero)? ?secu)\b/},
  {what: "NUMEN", cell: "[0-9]{2}[A-Za-z][0-9]{7}[A-Za-z]{3}", title: /\bnumen\b/},
  {what: "INE", cell: "[0-9]{9}[0-9A-Za-z][A-Za-z]|[0-9]{9}[A-Za-z]{2}", title: /\bi\.?n\.?e\.?\b/},
  {what: "numéros de téléphone", cell: "(\\+33|0033|0)[ .-]?[1-9]([ .-]?[0-9]{2}){4}", title: /\b(tel|telephones?|gsm)\b|^(portables?|mobiles?)$/},
  {what: "noms de personnes", title: /^(noms?|prenoms?|nom (et )?prenom|nom de (famille|naissance|l'eleve|l'agent)|nom d'usage|identite|last ?name|first ?name|surname)$/},
  {what: "dates ou lieux de naissance", title: /\bnaissance\b|\bbirth/},
  {what: "adresses", title: /^adresses?( (postale|personnelle|du domicile|domicile))?$/}
];

/** Records looked at: enough to know a column, and no second pass over a large file. */
const SAMPLE = 5000;

export interface Suspicion {
  readonly letter: string;
  readonly what: string;
}

/** Columns left out of the load that look personal. They are told by their letter and kind: neither title nor cell is ever echoed. */
export async function suspect(db: Database, table: Table, binding: Binding): Promise<Suspicion[]> {
  const columns = binding.left.map((index) => ({index, title: fold((table.header[index] ?? "").replaceAll("_", " "))}));
  if (columns.length === 0) return [];
  const shares = await shareOfSigns(db, table, columns.map(({index}) => index));
  return columns.flatMap(({index, title}): Suspicion[] => {
    const sign = SIGNS.find((item) => item.title?.test(title)) ?? SIGNS.find((item) => item.cell !== undefined && (shares.get(`${index} ${item.what}`) ?? 0) >= 0.2);
    return sign ? [{letter: columnLetter(index), what: sign.what}] : [];
  });
}

async function shareOfSigns(db: Database, table: Table, indexes: readonly number[]): Promise<Map<string, number>> {
  const shares = new Map<string, number>();
  const cells = SIGNS.flatMap(({what, cell}) => (cell === undefined ? [] : [{what, cell}]));
  const measures = indexes.flatMap((index) => cells.map(({cell}, sign) => `avg(CASE WHEN trim(c${index}) <> '' THEN regexp_full_match(trim(c${index}), ${quoteText(cell)})::INTEGER END)::DOUBLE AS s${index}_${sign}`));
  const row = await db.one<Record<string, number | null>>(`SELECT ${measures.join(", ")} FROM (SELECT * FROM ${table.relation} LIMIT ${SAMPLE})`);
  for (const index of indexes) for (const [sign, {what}] of cells.entries()) shares.set(`${index} ${what}`, row[`s${index}_${sign}`] ?? 0);
  return shares;
}

/** The sentence for whoever sent the file. */
export function saySuspicions(suspicions: readonly Suspicion[]): string[] {
  if (suspicions.length === 0) return [];
  const listed = suspicions.map(({letter, what}) => `${letter} (${what})`).join(", ");
  return [
    suspicions.length === 1
      ? `La colonne ${listed} semble contenir des données personnelles : elle n'a pas été chargée. Retirez-la du fichier si personne n'en a besoin.`
      : `Les colonnes ${listed} semblent contenir des données personnelles : elles n'ont pas été chargées. Retirez-les du fichier si personne n'en a besoin.`
  ];
}

import type {Cellule, Statut} from "../../pipelines/lib/words/figure.ts";

/** The cells of one indicator, column by column, repeated texts as places in a list: what the browser fetches. */
export interface Colonnes {
  textes: string[];
  territoire: number[];
  annee: number[];
  ventilation: number[];
  modalite: number[];
  statut: number[];
  drapeaux: number[];
  /** A value that is its numerator over its denominator, an evolution that is the value minus the one before, are written `"="`: the reader computes. */
  nombres: Record<string, (number | null | "=")[]>;
}

export const NOMBRES = ["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution"] as const;

/** What the interactive pages show; the rest is in the files to download. */
export const MONTRES = ["valeur", "numerateur", "denominateur", "couverture", "ic_bas", "ic_haut", "evolution"] as const;

type Textes = Record<"territoire" | "annee" | "ventilation" | "modalite" | "statut" | "drapeaux", readonly (string | null)[]>;

export function encolonne(columns: Textes, nombres: Readonly<Record<string, readonly (number | null)[]>>): Colonnes {
  const textes: string[] = [];
  const known = new Map<string, number>();
  const index = (value: string | null): number => {
    const text = value ?? "";
    let found = known.get(text);
    if (found === undefined) {
      found = textes.push(text) - 1;
      known.set(text, found);
    }
    return found;
  };
  const places = (name: keyof Textes) => columns[name].map(index);
  const before = precedentes(columns, nombres["valeur"] ?? []);
  const isSame = (name: string, value: number | null, row: number): boolean =>
    name === "valeur" ? isQuotient(value, nombres["numerateur"]?.[row], nombres["denominateur"]?.[row]) : name === "evolution" && isDifference(value, nombres["valeur"]?.[row], before[row]);
  return {
    territoire: places("territoire"), annee: places("annee"), ventilation: places("ventilation"), modalite: places("modalite"), statut: places("statut"), drapeaux: places("drapeaux"),
    textes,
    nombres: Object.fromEntries(
      Object.entries(nombres).map(([name, values]) => [
        name,
        values.map((value, row) => (isSame(name, value, row) ? "=" : round(value, EXACTS.has(name) ? 10 : 6)))
      ])
    )
  };
}

const EXACTS: ReadonlySet<string> = new Set(["valeur", "numerateur", "denominateur", "n_unites"]);

/** Ten significant digits for what was counted, six for what was estimated: beyond any publication, and half the weight less. */
function round(value: number | null, digits: number): number | null {
  return value === null || Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}

function isDifference(value: number | null, valeur: number | null | undefined, before: number | null | undefined): boolean {
  return value !== null && typeof valeur === "number" && typeof before === "number" && (valeur - before).toPrecision(6) === value.toPrecision(6);
}

const key = (...parts: readonly (string | null)[]): string => parts.join("\u0000");

/** For each row, the value of the last year before its own that has one. */
function precedentes({territoire, ventilation, modalite, annee}: Pick<Textes, "territoire" | "ventilation" | "modalite" | "annee">, valeurs: readonly (number | null)[]): (number | null)[] {
  const result = valeurs.map((): number | null => null);
  const last = new Map<string, number>();
  const rows = Array.from(valeurs.keys()).sort((left, right) => (annee[left] ?? "").localeCompare(annee[right] ?? ""));
  for (const row of rows) {
    const series = key(territoire[row] ?? "", ventilation[row] ?? "", modalite[row] ?? "");
    result[row] = last.get(series) ?? null;
    const value = valeurs[row];
    if (typeof value === "number") last.set(series, value);
  }
  return result;
}

/** The published cells of one indicator, found by territory, year and modality. */
export interface Cellules {
  cellule(territoire: string, annee: string, ventilation?: string, modalite?: string): Cellule | undefined;
}

/** The columns as cells again. A territory is `type:code`. */
export function decolonne(code: string, columns: Colonnes): Cellules {
  const text = (at: number | undefined): string => columns.textes[at ?? -1] ?? "";
  const texts = (places: readonly number[]): string[] => places.map(text);
  const rows = new Map<string, number>();
  for (const [row, territoire] of columns.territoire.entries()) {
    rows.set(key(text(territoire), text(columns.annee[row]), text(columns.ventilation[row]), text(columns.modalite[row])), row);
  }
  const valeur = (row: number): number | null => {
    const found = columns.nombres["valeur"]?.[row] ?? null;
    return found === "=" ? (number("numerateur", row) ?? 0) / (number("denominateur", row) ?? 1) : found;
  };
  let before: (number | null)[] | undefined;
  const number = (name: string, row: number): number | null => {
    if (name === "valeur") return valeur(row);
    const found = columns.nombres[name]?.[row] ?? null;
    if (found !== "=") return found;
    before ??= precedentes({territoire: texts(columns.territoire), ventilation: texts(columns.ventilation), modalite: texts(columns.modalite), annee: texts(columns.annee)}, columns.statut.map((_, at) => valeur(at)));
    return (valeur(row) ?? 0) - (before[row] ?? 0);
  };
  return {
    cellule(territoire, annee, ventilation = "ensemble", modalite = "ensemble") {
      const row = rows.get(key(territoire, annee, ventilation, modalite));
      if (row === undefined) return undefined;
      const [type = "", ...rest] = territoire.split(":");
      const flags = text(columns.drapeaux[row]);
      const at = (name: string): number | null => number(name, row);
      return {
        indicateur: code, territoire_type: type, territoire_code: rest.join(":"), annee, ventilation, modalite,
        valeur: at("valeur"), numerateur: at("numerateur"), denominateur: at("denominateur"), n_unites: at("n_unites"), couverture: at("couverture"),
        ic_bas: at("ic_bas"), ic_haut: at("ic_haut"), cible: at("cible"), reference: at("reference"), evolution: at("evolution"),
        statut: text(columns.statut[row]) as Statut, drapeaux: flags === "" ? [] : flags.split("|")
      };
    }
  };
}

function isQuotient(value: number | null, top: number | null | undefined, bottom: number | null | undefined): boolean {
  return value !== null && !Number.isInteger(value) && typeof top === "number" && typeof bottom === "number" && bottom !== 0 && (top / bottom).toPrecision(10) === value.toPrecision(10);
}

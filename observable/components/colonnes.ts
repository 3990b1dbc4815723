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
  /**
   * For the rows that have a figure only (`couverture`: for all). A value that is its numerator over its denominator, an evolution that
   * is the value minus the one before, are written `"="`: the reader computes.
   */
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
  const written = {territoire: places("territoire"), annee: places("annee"), ventilation: places("ventilation"), modalite: places("modalite"), statut: places("statut"), drapeaux: places("drapeaux")};
  const before = precedentes(seriesOf(written, textes.length), columns.annee.map((one) => one ?? ""), nombres["valeur"] ?? []);
  const isSame = (name: string, value: number | null, row: number): boolean =>
    name === "valeur" ? isQuotient(value, nombres["numerateur"]?.[row], nombres["denominateur"]?.[row]) : name === "evolution" && isDifference(value, nombres["valeur"]?.[row], before[row]);
  return {
    ...written,
    textes,
    nombres: Object.fromEntries(
      Object.entries(nombres).map(([name, values]) => [
        name,
        values.flatMap((value, row) => (hasNumber(name, columns.statut[row] ?? "") ? [isSame(name, value, row) ? "=" as const : round(value, EXACTS.has(name) ? 10 : 6)] : []))
      ])
    )
  };
}

function hasNumber(name: string, statut: string): boolean {
  return name === "couverture" || statut === "publie" || statut === "zero";
}

const EXACTS: ReadonlySet<string> = new Set(["valeur", "numerateur", "denominateur", "n_unites"]);

/** Ten significant digits for what was counted, six for what was estimated: beyond any publication, and half the weight less. */
function round(value: number | null, digits: number): number | null {
  return value === null || Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}

function isDifference(value: number | null, valeur: number | null | undefined, before: number | null | undefined): boolean {
  return value !== null && typeof valeur === "number" && typeof before === "number" && (valeur - before).toPrecision(6) === value.toPrecision(6);
}

/** For each row, the value of the last year before its own that has one; `series` tells rows of one series from the others. */
function precedentes(series: readonly number[], annees: readonly string[], valeurs: readonly (number | null)[]): (number | null)[] {
  const result = valeurs.map((): number | null => null);
  const last = new Map<number, number>();
  const year = (row: number): string => annees[row] ?? "";
  for (const row of Array.from(valeurs.keys()).sort((left, right) => (year(left) < year(right) ? -1 : year(left) > year(right) ? 1 : 0))) {
    const serie = series[row] ?? 0;
    result[row] = last.get(serie) ?? null;
    const value = valeurs[row];
    if (typeof value === "number") last.set(serie, value);
  }
  return result;
}

/** What makes a series of a row, as one number: places in a list of `n` texts stay far below what a number holds exactly. */
function seriesOf({territoire, ventilation, modalite}: Pick<Colonnes, "territoire" | "ventilation" | "modalite">, n: number): number[] {
  return territoire.map((place, row) => (place * n + (ventilation[row] ?? 0)) * n + (modalite[row] ?? 0));
}

/** The published cells of one indicator, found by territory, year and modality. */
export interface Cellules {
  cellule(territoire: string, annee: string, ventilation?: string, modalite?: string): Cellule | undefined;
}

/** The columns as cells again. A territory is `type:code`. Only what is asked for is indexed and computed: the reader waits for it. */
export function decolonne(code: string, columns: Colonnes): Cellules {
  const {textes, nombres} = columns;
  const text = (at: number | undefined): string => textes[at ?? -1] ?? "";
  const places = new Map(textes.map((one, place) => [one, place]));
  const flags = new Map<number, string[]>();
  const flagsAt = (place: number): string[] => {
    let found = flags.get(place);
    if (!found) flags.set(place, (found = text(place) === "" ? [] : text(place).split("|")));
    return found;
  };
  /** Where the numbers of a row are, once the rows without a figure are left out; -1 for these. */
  const positions: number[] = [];
  let figures = 0;
  for (const statut of columns.statut) positions.push(hasNumber("valeur", text(statut)) ? figures++ : -1);
  const read = (name: string, row: number): number | null | "=" => nombres[name]?.[name === "couverture" ? row : (positions[row] ?? -1)] ?? null;
  const valeur = (row: number): number | null => {
    const found = read("valeur", row);
    return found === "=" ? (number("numerateur", row) ?? 0) / (number("denominateur", row) ?? 1) : found;
  };
  let before: (number | null)[] | undefined;
  const number = (name: string, row: number): number | null => {
    if (name === "valeur") return valeur(row);
    const found = read(name, row);
    if (found !== "=") return found;
    before ??= precedentes(seriesOf(columns, textes.length), columns.annee.map(text), columns.statut.map((_, at) => valeur(at)));
    return (valeur(row) ?? 0) - (before[row] ?? 0);
  };
  /** The rows of a modality, by territory and year. */
  const known = new Map<string, Map<number, number>>();
  const rowsOf = (ventilation: string, modalite: string): Map<number, number> => {
    const name = `${ventilation}\u0000${modalite}`;
    let rows = known.get(name);
    if (!rows) {
      known.set(name, (rows = new Map()));
      const [wanted, other] = [places.get(ventilation) ?? -1, places.get(modalite) ?? -1];
      for (let row = 0; row < columns.territoire.length; row += 1) {
        if (columns.ventilation[row] === wanted && columns.modalite[row] === other) rows.set((columns.territoire[row] as number) * textes.length + (columns.annee[row] as number), row);
      }
    }
    return rows;
  };
  return {
    cellule(territoire, annee, ventilation = "ensemble", modalite = "ensemble") {
      const [place, year] = [places.get(territoire), places.get(annee)];
      const row = place === undefined || year === undefined ? undefined : rowsOf(ventilation, modalite).get(place * textes.length + year);
      if (row === undefined) return undefined;
      const colon = territoire.indexOf(":");
      const at = (name: string): number | null => number(name, row);
      return {
        indicateur: code, territoire_type: territoire.slice(0, colon), territoire_code: territoire.slice(colon + 1), annee, ventilation, modalite,
        valeur: at("valeur"), numerateur: at("numerateur"), denominateur: at("denominateur"), n_unites: at("n_unites"), couverture: at("couverture"),
        ic_bas: at("ic_bas"), ic_haut: at("ic_haut"), cible: at("cible"), reference: at("reference"),
        // Needs the whole series: computed for who reads it.
        get evolution() {
          return at("evolution");
        },
        statut: text(columns.statut[row]) as Statut, drapeaux: flagsAt(columns.drapeaux[row] ?? -1)
      };
    }
  };
}

function isQuotient(value: number | null, top: number | null | undefined, bottom: number | null | undefined): boolean {
  return value !== null && !Number.isInteger(value) && typeof top === "number" && typeof bottom === "number" && bottom !== 0 && (top / bottom).toPrecision(10) === value.toPrecision(10);
}

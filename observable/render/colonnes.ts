/** The cells of one indicator, column by column, repeated texts as places in a list: what the browser fetches. */
export interface Colonnes {
  textes: string[];
  territoire: number[];
  annee: number[];
  ventilation: number[];
  modalite: number[];
  statut: number[];
  drapeaux: number[];
  /** A value that is its numerator over its denominator is written `"="`: the reader divides. */
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
  return {
    territoire: places("territoire"), annee: places("annee"), ventilation: places("ventilation"), modalite: places("modalite"), statut: places("statut"), drapeaux: places("drapeaux"),
    textes,
    nombres: Object.fromEntries(
      Object.entries(nombres).map(([name, values]) => [
        name,
        values.map((value, row) => (name === "valeur" && isQuotient(value, nombres["numerateur"]?.[row], nombres["denominateur"]?.[row]) ? "=" : round(value, EXACTS.has(name) ? 10 : 6)))
      ])
    )
  };
}

const EXACTS: ReadonlySet<string> = new Set(["valeur", "numerateur", "denominateur", "n_unites"]);

/** Ten significant digits for what was counted, six for what was estimated: beyond any publication, and half the weight less. */
function round(value: number | null, digits: number): number | null {
  return value === null || Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}

function isQuotient(value: number | null, top: number | null | undefined, bottom: number | null | undefined): boolean {
  return value !== null && !Number.isInteger(value) && typeof top === "number" && typeof bottom === "number" && bottom !== 0 && (top / bottom).toPrecision(10) === value.toPrecision(10);
}

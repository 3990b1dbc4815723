/** The cells of one indicator, column by column, repeated texts as places in a list: what the browser fetches. */
export interface Colonnes {
  textes: string[];
  territoire: number[];
  annee: number[];
  ventilation: number[];
  modalite: number[];
  statut: number[];
  drapeaux: number[];
  nombres: Record<string, (number | null)[]>;
}

export const NOMBRES = ["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution"] as const;

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
    nombres: Object.fromEntries(Object.entries(nombres).map(([name, values]) => [name, values.map(round)]))
  };
}

/** Ten significant digits: beyond any publication, and a third of the weight less. */
function round(value: number | null): number | null {
  return value === null || Number.isInteger(value) ? value : Number(value.toPrecision(10));
}

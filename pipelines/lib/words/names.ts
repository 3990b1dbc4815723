/** The French names of what comes as codes: territory types and sources. */

/** The order in which territory types are read, from the whole to the neighbourhood. */
export const TYPES_TERRITOIRE: readonly {type: string; singulier: string; pluriel: string; article: string}[] = [
  {type: "programme", singulier: "Programme", pluriel: "Programme", article: "du programme"},
  {type: "academie", singulier: "Académie", pluriel: "Académies", article: "de l’académie"},
  {type: "departement", singulier: "Département", pluriel: "Départements", article: "du département"},
  {type: "bassin", singulier: "Bassin", pluriel: "Bassins", article: "du bassin"},
  {type: "circonscription", singulier: "Circonscription du premier degré", pluriel: "Circonscriptions du premier degré", article: "de la circonscription"},
  {type: "epci", singulier: "Intercommunalité (EPCI)", pluriel: "Intercommunalités (EPCI)", article: "de l’intercommunalité"},
  {type: "commune", singulier: "Commune", pluriel: "Communes", article: "de la commune"},
  {type: "arrondissement", singulier: "Arrondissement municipal", pluriel: "Arrondissements municipaux", article: "de l’arrondissement"},
  {type: "reseau", singulier: "Réseau d’éducation prioritaire", pluriel: "Réseaux d’éducation prioritaire", article: "du réseau"},
  {type: "qpv", singulier: "Quartier prioritaire (QPV)", pluriel: "Quartiers prioritaires (QPV)", article: "du quartier"},
  {type: "cite_educative", singulier: "Cité éducative", pluriel: "Cités éducatives", article: "de la cité éducative"}
];

export function nomType(type: string, nombre: "singulier" | "pluriel" = "singulier"): string {
  return TYPES_TERRITOIRE.find((known) => known.type === type)?.[nombre] ?? type;
}

/** "du département", "de l’académie": whose figure it is. */
export function duType(type: string): string {
  return TYPES_TERRITOIRE.find((known) => known.type === type)?.article ?? "du territoire";
}

const SOURCES: Readonly<Record<string, string>> = {
  etablissements: "Annuaire, IPS et effectifs", territoires: "Zonages et rattachements", etic: "Enquête ETIC", enseignants: "Enquête auprès des enseignants", pix: "Pix",
  formation: "Formations suivies", equipement: "Livraisons d’équipement", ressources: "Usages des ressources", parentalite: "Ateliers d’e-parentalité", budget: "Budget",
  projets: "Projets et jalons", objectifs: "Repères et cibles", dnma: "Mesure d’audience des ENT"
};

/** A source by the name that its providers use. */
export function nomSource(code: string): string {
  return SOURCES[code] ?? code;
}

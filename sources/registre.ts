/** What a register of processing says of a source and that no contract can say: whom it speaks of, in which terms, who receives it. */
export interface RegisterEntry {
  readonly personnes: string;
  readonly donnees: string;
  readonly destinataires: string;
}

const PUBLIC = "aucune : fichiers publics, à la maille de l'établissement ou du territoire";
const EVERYBODY = "tout public, après contrôle du secret statistique";

/** By source, or by source/objet where the source holds both: every source of `index.ts` has its line, and a test holds it to that. */
export const register: Readonly<Record<string, RegisterEntry>> = {
  etablissements: {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  territoires: {personnes: "aucune", donnees: "rattachement des établissements aux territoires, libellés des systèmes", destinataires: EVERYBODY},
  objectifs: {personnes: "aucune", donnees: "cibles et séries publiées", destinataires: EVERYBODY},
  etic: {personnes: "aucune directement (réponse de l'établissement)", donnees: "équipement, services et pilotage du numérique de l'établissement", destinataires: `observatoire des usages, DRANE, pilotes ; ${EVERYBODY}`},
  enseignants: {personnes: "enseignants répondants", donnees: "établissement, discipline, usages et besoins déclarés ; aucun nom", destinataires: `observatoire des usages (agrégats) ; ${EVERYBODY}`},
  pix: {
    personnes: "élèves et personnels qui participent à une campagne ou passent une certification Pix",
    donnees: "établissement, niveaux et scores par compétence, dates de participation, pseudonyme ; ni nom, ni prénom, ni date de naissance, ni identifiant",
    destinataires: `observatoire des usages (agrégats) ; ${EVERYBODY}`
  },
  "pix/certification_eple": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  "pix/campagnes_rentree": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  "pix/participations_eple": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  "pix/participations_profil": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  "pix/certification_classes": {personnes: "élèves, en petits groupes (données ouvertes par classe)", donnees: "établissement, classe, nombre de certifiés", destinataires: EVERYBODY},
  formation: {
    personnes: "enseignants et personnels inscrits à une formation",
    donnees: "établissement, discipline, sessions suivies et présence, pseudonyme ; ni nom, ni courriel, ni NUMEN",
    destinataires: `EAFC, DRANE (agrégats) ; ${EVERYBODY}`
  },
  "formation/satisfaction": {personnes: "aucune (totaux par session)", donnees: "nombre de répondants et de satisfaits", destinataires: EVERYBODY},
  "formation/tne_personnels_formes": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  "formation/tne_durees": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  "formation/tne_satisfaction": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  "formation/tne_solutions": {personnes: "aucune", donnees: PUBLIC, destinataires: EVERYBODY},
  equipement: {personnes: "aucune (établissements livrés)", donnees: "matériels, quantités, montants", destinataires: `collectivités, DRANE ; ${EVERYBODY}`},
  ressources: {personnes: "aucune (totaux par établissement)", donnees: "visites et utilisateurs par profil", destinataires: EVERYBODY},
  parentalite: {personnes: "aucune (totaux par atelier)", donnees: "nombre de familles touchées, thème et partenaire de l'atelier", destinataires: `pilotes ; ${EVERYBODY}`},
  budget: {personnes: "aucune", donnees: "crédits par convention, collectivité et volet", destinataires: `pilotes ; ${EVERYBODY}`},
  projets: {personnes: "aucune directement (projets d'établissement)", donnees: "projets, jalons, calendrier", destinataires: `pilotes ; ${EVERYBODY}`}
};

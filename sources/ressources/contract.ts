import {ownContract, type Column, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {anneeScolaire, date, entier, libelle, uai} from "../../pipelines/lib/contract/kinds.ts";
import {openData} from "./open-data.ts";

const nombre = entier({max: 1_000_000_000});

const ressourcesUsages = ownContract({
  source: "ressources",
  objet: "ressources_usages",
  titre: "Usages des portails de ressources (Corrélyce, Courdecol13, Coréprim…)",
  grain: "un établissement, une année scolaire et un dispositif",
  purpose: "usage des ressources numériques",
  columns: {
    annee_scolaire: {kind: anneeScolaire, required: true, key: true, description: "année scolaire"},
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    dispositif: {kind: libelle, required: true, key: true, description: "dispositif"},
    abonnements: {kind: nombre, description: "abonnements"},
    utilisateurs: {kind: nombre, description: "utilisateurs"},
    acces: {kind: nombre, description: "accès"}
  }
});

const dnmaMeasures = Object.fromEntries(
  ["visites", "utilisateurs"].flatMap((measure) =>
    ["globales", "eleve", "parent", "enseignant"].map((profile): [string, Column] => [
      `${measure}_${profile}`,
      {kind: nombre, description: `${measure === "visites" ? "visites" : "visiteurs uniques de la semaine"}, ${profile === "globales" ? "tous profils" : `profil ${profile}`}`}
    ])
  )
);

/** DNMA by UAI and week, profiles. Unique visitors must never be added over weeks. */
const dnma: Contract = {
  source: "ressources",
  objet: "dnma",
  titre: "Audience des ENT (DNMA), profils par semaine",
  grain: "un établissement et une semaine",
  producteur: "DNE, data.education.gouv.fr (fr-en-dnma-par-uai-profils)",
  licence: "Licence Ouverte 2.0",
  signature: [["debutsemaine", "uai", "visites_eleve"]],
  missing: ["N/A"],
  freeColumns: true,
  columns: {
    debut_semaine: {kind: date, required: true, key: true, aliases: ["debutSemaine"], description: "lundi de la semaine"},
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    ...dnmaMeasures
  },
  retention: {months: 120, purpose: "audience publiée des ENT"}
};

export const contracts: readonly Contract[] = [ressourcesUsages, dnma, ...openData];

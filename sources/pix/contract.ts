import type {Contract} from "../../pipelines/lib/contract/contract.ts";
import {date, entier, identifiant, moment, ouiNon, ratio, texte} from "../../pipelines/lib/contract/kinds.ts";
import {openData} from "./open-data.ts";

/** What every Pix export shares (api/src/shared/infrastructure/helpers/csv.js of 1024pix/pix, read as a fact of format). */
const pix = {
  source: "pix",
  producteur: "Pix Orga / Pix Certif",
  licence: "données internes, personnelles",
  missing: ["NA"],
  formulaEscape: true,
  uaiFromFile: true,
  freeColumns: true,
  retention: {months: 36, purpose: "suivi des compétences numériques, agrégé par établissement"}
} as const;

const participant = {
  nom: {kind: texte, personal: "drop", aliases: ["Nom du Participant"], description: "nom"},
  prenom: {kind: texte, personal: "drop", aliases: ["Prénom du Participant"], description: "prénom"}
} as const;

const campagne = {
  organisation: {kind: texte, required: true, aliases: ["Nom de l'organisation"], description: "organisation Pix Orga"},
  campagne_id: {kind: identifiant, required: true, key: true, aliases: ["ID Campagne"], description: "numéro de la campagne"},
  campagne_code: {kind: identifiant, aliases: ["Code"], description: "code de la campagne"},
  campagne_nom: {kind: texte, personal: "drop", aliases: ["Nom de la campagne"], description: "nom de la campagne"},
  ...participant,
  classe: {kind: texte, personal: "drop", aliases: ["Classe", "Groupe"], description: "classe ou groupe"}
} as const;

const personne = {from: ["nom", "prenom", "identifiant_externe"], description: "pseudonyme du participant dans la campagne"};
// The label typed by the campaign's author for the external id: those that are known to identify a person.
const identifiantExterne = {kind: texte, personal: "drop", aliases: ["Identifiant externe", "Mail Pro", "email", "identifiant", "Numéro Étudiant", "INE", "Adresse e-mail"], description: "identifiant externe du participant"} as const;
const nombre = entier({max: 100_000});
// Levels are capped by a server setting of Pix (5, then 6, then 7): a high one is no error.
const niveau = entier({max: 99});

const evaluation: Contract = {
  ...pix,
  objet: "campagne_evaluation",
  titre: "Pix : campagne d'évaluation",
  grain: "une participation",
  signature: [["% maitrise de l'ensemble des acquis du profil"]],
  columns: {
    ...campagne,
    identifiant_externe: identifiantExterne,
    parcours: {kind: texte, aliases: ["Parcours", "Nom du Profil Cible"], description: "parcours ou profil cible"},
    progression: {kind: ratio, aliases: ["% de progression"], description: "progression"},
    date_debut: {kind: moment, required: true, key: true, aliases: ["Date et heure de début (Europe/Paris)", "Date de début"], description: "début"},
    partage: {kind: ouiNon, required: true, aliases: ["Partage (O/N)"], description: "résultats partagés"},
    date_partage: {kind: moment, aliases: ["Date et heure du partage (Europe/Paris)", "Date du partage"], description: "partage"},
    maitrise: {kind: ratio, aliases: ["% maitrise de l'ensemble des acquis du profil"], description: "part des acquis du profil cible maîtrisés"}
  },
  families: {
    palier: {pattern: /^palier obtenu \(\/(?<nom>\d+)\)$/u, kind: niveau, description: "palier obtenu, par nombre de paliers"},
    badges: {pattern: /^(?<nom>.+) obtenu \(o\/n\)$/u, kind: ouiNon, description: "badges obtenus"},
    maitrise_competences: {pattern: /^% de maitrise des acquis de la competence (?<nom>.+)$/u, kind: ratio, description: "part des acquis maîtrisés, par compétence"},
    acquis_competences: {pattern: /^nombre d'acquis du profil cible dans la competence (?<nom>.+)$/u, kind: nombre, description: "acquis du profil, par compétence"},
    acquis_maitrises_competences: {pattern: /^acquis maitrises dans la competence (?<nom>.+)$/u, kind: nombre, description: "acquis maîtrisés, par compétence"},
    maitrise_domaines: {pattern: /^% de maitrise des acquis du domaine (?<nom>.+)$/u, kind: ratio, description: "part des acquis maîtrisés, par domaine"},
    acquis_domaines: {pattern: /^nombre d'acquis du profil cible du domaine (?<nom>.+)$/u, kind: nombre, description: "acquis du profil, par domaine"},
    acquis_maitrises_domaines: {pattern: /^acquis maitrises du domaine (?<nom>.+)$/u, kind: nombre, description: "acquis maîtrisés, par domaine"}
  },
  pseudonyms: {personne}
};

const collecte: Contract = {
  ...pix,
  objet: "collecte_profils",
  titre: "Pix : campagne de collecte de profils",
  grain: "une participation",
  signature: [["nombre de pix total"]],
  columns: {
    ...campagne,
    identifiant_externe: identifiantExterne,
    envoi: {kind: ouiNon, required: true, aliases: ["Envoi (O/N)"], description: "profil envoyé"},
    date_envoi: {kind: moment, key: true, aliases: ["Date et heure de l'envoi (Europe/Paris)", "Date de l'envoi"], description: "envoi"},
    pix: {kind: entier({max: 2000}), aliases: ["Nombre de pix total"], description: "Pix"},
    certifiable: {kind: ouiNon, aliases: ["Certifiable (O/N)"], description: "profil certifiable"},
    competences_certifiables: {kind: entier({max: 16}), aliases: ["Nombre de compétences certifiables"], description: "compétences certifiables"}
  },
  families: {
    niveaux: {pattern: /^niveau pour la competence (?<nom>.+)$/u, kind: niveau, description: "niveau, par compétence"},
    pix_competences: {pattern: /^nombre de pix pour la competence (?<nom>.+)$/u, kind: nombre, description: "Pix, par compétence"}
  },
  pseudonyms: {personne}
};

const certification: Contract = {
  ...pix,
  objet: "certification",
  titre: "Pix : résultats de certification (par division ou par session)",
  grain: "une certification",
  signature: [["numero de certification", "1.1", "5.2"]],
  // "-" stands for a competence that was not tested, or a score that does not exist.
  missing: ["NA", "-"],
  columns: {
    certification: {kind: identifiant, required: true, key: true, personal: "pseudonym", aliases: ["Numéro de certification"], description: "pseudonyme de la certification"},
    prenom: {kind: texte, personal: "drop", description: "prénom"},
    nom: {kind: texte, personal: "drop", description: "nom"},
    date_naissance: {kind: texte, personal: "drop", aliases: ["Date de naissance"], description: "date de naissance"},
    lieu_naissance: {kind: texte, personal: "drop", aliases: ["Lieu de naissance"], description: "lieu de naissance"},
    identifiant_externe: {kind: texte, personal: "drop", aliases: ["Identifiant Externe"], description: "identifiant externe"},
    commentaire: {kind: texte, personal: "drop", aliases: ["Commentaire jury pour l'organisation"], description: "commentaire du jury"},
    type_certification: {kind: texte, aliases: ["Type de certification"], description: "Pix, Pix+ Édu…"},
    statut: {kind: texte, required: true, aliases: ["Statut"], description: "Validée, Annulée, Non obtenue, Rejetée, En erreur, Démarrée"},
    niveau: {kind: texte, aliases: ["Niveau"], description: "niveau global"},
    score: {kind: entier({max: 1024}), aliases: ["Score en Pix", "Nombre de Pix"], description: "score"},
    session: {kind: identifiant, aliases: ["Session"], description: "numéro de session"},
    centre: {kind: texte, aliases: ["Centre de certification"], description: "centre de certification"},
    date_passage: {kind: date, required: true, aliases: ["Date de passage de la certification"], description: "date de passage"}
  },
  families: {
    niveaux: {pattern: /^(?<nom>[1-5]\.[1-4])$/u, kind: entier({min: -1, max: 99}), description: "niveau, par code de compétence"},
    // Older exports by session: one column per complementary certification, with its result as a label.
    complementaires: {pattern: /^certification (?<nom>.+)$/u, kind: texte, description: "certifications complémentaires (anciens exports), par libellé"}
  },
  pseudonyms: {personne: {from: ["nom", "prenom", "date_naissance"], description: "pseudonyme de la personne"}}
};

export const contracts: readonly Contract[] = [evaluation, collecte, certification, ...openData];

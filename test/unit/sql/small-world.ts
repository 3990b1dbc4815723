import {COLLEGE, ECOLE, ECOLE_2, LYCEE, effectifs, referentiel, type Sources} from "./kit.ts";

const annee_scolaire = "2024-2025";

/** A few rows of every source: small enough to count every indicator by hand. */
export const smallWorld: Sources = {
  ...referentiel(),
  // Outside the perimeter, they only complete the académie.
  src_etablissements__effectifs: [...effectifs(), ...["0040001A", "0050001A", "0840001A"].map((uai) => ({annee_scolaire, uai, eleves: 300}))],
  src_etic__etic: [
    {
      annee_scolaire, uai: ECOLE, ordinateurs_eleves: 20, ordinateurs_moins_5_ans: 5, tablettes_eleves: 30, tni: 4, salles: 10, salles_videoprojection: 8, debit_mbps: 100,
      ent: true, ent_solution: "Solution A", charte_usage: true, volet_numerique_projet: false, filtrage: true, assistance: true, palier_maturite: 3
    },
    {
      annee_scolaire, uai: COLLEGE, ordinateurs_eleves: 100, ordinateurs_moins_5_ans: 40, tablettes_eleves: 0, tni: 12, salles: 30, salles_videoprojection: 30, debit_mbps: 20,
      ent: true, ent_solution: "Solution B", services_en_ligne: true, charte_usage: true, charte_tous_membres: false, comite_numerique: true, plan_formation: true, filtrage: true, assistance: false, palier_maturite: 2
    },
    {annee_scolaire, uai: LYCEE, services_en_ligne: true, comite_numerique: false, plan_formation: false, palier_maturite: 5, _non_concerne: ["charte_usage"]}
  ],
  src_enseignants__enseignants: [
    {annee_scolaire, reponse: "r1", uai: COLLEGE, discipline: "Mathématiques", visualisation_collective: true, travail_eleves_numerique: true, frequence_usage: "quotidien", aisance: 4, certification: "c2i2e", besoin_equipement: true, besoin_ressources: false, besoin_formation: false},
    {annee_scolaire, reponse: "r2", uai: COLLEGE, discipline: "Mathématiques", visualisation_collective: true, travail_eleves_numerique: false, frequence_usage: "mensuel", aisance: 2, certification: "aucune", besoin_equipement: false, besoin_ressources: false, besoin_formation: false},
    {annee_scolaire, reponse: "r3", uai: LYCEE, discipline: "Lettres", visualisation_collective: false, travail_eleves_numerique: null, frequence_usage: "hebdomadaire", aisance: 3, certification: "pix_edu", besoin_equipement: false, besoin_ressources: true, besoin_formation: true}
  ],
  src_formation__formation: [
    {dispositif: "d1", module: "m", session: "s1", participant: "p1", uai: ECOLE, fonction: "enseignant", operateur: "EAFC", type_formation: "locale", modalite: "presentiel", date_debut: "2024-10-01", duree_heures: 6, presence: "present"},
    {dispositif: "d1", module: "m", session: "s2", participant: "p1", uai: ECOLE, fonction: "enseignant", operateur: "Canope", type_formation: "hybride", modalite: "hybride", date_debut: "2025-01-10", duree_heures: 3, presence: "present"},
    {dispositif: "d1", module: "m", session: "s1", participant: "p2", uai: ECOLE_2, fonction: "enseignant", operateur: "EAFC", type_formation: "locale", modalite: "presentiel", date_debut: "2024-10-01", duree_heures: 6, presence: "absent"},
    {dispositif: "d1", module: "m", session: "s3", participant: "p3", uai: COLLEGE, fonction: "enseignant", operateur: "EAFC", type_formation: "seminaire", modalite: "presentiel", date_debut: "2025-03-01", duree_heures: 3, presence: "present"},
    {dispositif: "d1", module: "m", session: "s3", participant: "p4", uai: COLLEGE, fonction: "cadre", operateur: "EAFC", type_formation: "seminaire", modalite: "presentiel", date_debut: "2025-03-01", duree_heures: 3, presence: "present"},
    {dispositif: "d1", module: "m", session: "s4", participant: "p5", uai: COLLEGE, fonction: "enseignant", operateur: "DRANE", type_formation: "ent", modalite: "distanciel", date_debut: "2025-05-01", duree_heures: 2, presence: "inscrit"}
  ],
  src_formation__satisfaction: [
    {dispositif: "d1", session: "s1", repondants: 10, satisfaits: 8},
    {dispositif: "d1", session: "s2", repondants: 5, satisfaits: 5}
  ],
  src_equipement__equipement: [
    {commande: "c1", bordereau: "b1", ligne: 1, date_commande: "2024-01-01", date_livraison: "2024-02-01", date_mise_en_service: "2024-02-11", uai: ECOLE, categorie: "classe_mobile", quantite_commandee: 4, quantite_livree: 4, classes_equipees: 6, beneficiaire: "classe"},
    {commande: "c2", bordereau: "b1", ligne: 1, date_commande: "2024-09-01", date_livraison: "2024-09-21", date_mise_en_service: "2024-09-26", uai: ECOLE_2, categorie: "tni", quantite_commandee: 3, quantite_livree: 2, classes_equipees: 2, beneficiaire: "classe"},
    {commande: "c3", bordereau: "b1", ligne: 1, date_commande: "2024-09-01", date_livraison: "2024-10-11", uai: COLLEGE, categorie: "ordinateur", quantite_commandee: 3, quantite_livree: 3, beneficiaire: "neo_titulaire"},
    {commande: "c4", bordereau: "b1", ligne: 1, date_commande: "2024-09-01", date_livraison: "2024-09-11", uai: ECOLE, categorie: "pret_famille", quantite_commandee: 10, quantite_livree: 10, beneficiaire: "famille"},
    {commande: "c5", bordereau: "b1", ligne: 1, date_commande: "2025-04-01", date_livraison: null, uai: LYCEE, categorie: "ordinateur", quantite_commandee: 20, quantite_livree: 0, beneficiaire: "etablissement"}
  ],
  src_parentalite__parentalite: [
    {atelier: "a1", date: "2024-11-05", uai: ECOLE, type_atelier: "atelier", partenaire: "Association", familles: 12, parents_ambassadeurs: 2},
    {atelier: "a2", date: "2025-02-05", uai: ECOLE, type_atelier: "cafe_numerique", familles: 6, parents_ambassadeurs: 0},
    {atelier: "a3", date: "2025-02-06", uai: null, code_commune: "13063", type_atelier: "atelier", partenaire: "Association", familles: 20, parents_ambassadeurs: null}
  ],
  src_ressources__dnma: [
    {debut_semaine: "2024-11-04", uai: COLLEGE, visites_globales: 1400, visites_eleve: 1000, visites_parent: 250, visites_enseignant: 150, utilisateurs_enseignant: 30},
    {debut_semaine: "2024-11-11", uai: COLLEGE, visites_globales: 1600, visites_eleve: 1200, visites_parent: 250, visites_enseignant: 150, utilisateurs_enseignant: 20},
    // A week of holidays: it does not count as a week of class.
    {debut_semaine: "2024-12-23", uai: COLLEGE, visites_globales: 12, visites_eleve: 10, visites_parent: 1, visites_enseignant: 1, utilisateurs_enseignant: 1}
  ],
  src_ressources__ressources_usages: [
    {annee_scolaire, uai: LYCEE, dispositif: "Corrélyce", abonnements: 3, utilisateurs: 500, acces: 4000},
    {annee_scolaire, uai: COLLEGE, dispositif: "Courdecol13", abonnements: 2, utilisateurs: 300, acces: 1000}
  ],
  src_projets__projets: [
    {dispositif: "traam", projet: "p1", uai: COLLEGE, annee_scolaire, volet: "ressources", statut: "retenu", eleves: 50, enseignants: 3},
    {dispositif: "robotique", projet: "p2", uai: COLLEGE, annee_scolaire, volet: "equipement", statut: "depose", eleves: 30, enseignants: 1},
    {dispositif: "traam", projet: "p3", uai: LYCEE, annee_scolaire, volet: "ressources", statut: "acheve", eleves: 100, enseignants: 4}
  ],
  src_projets__jalons: [
    {theme: "gouvernance", action: "j1", echeance: "2024-12-31", statut: "realise", date_realisation: "2024-12-01"},
    {theme: "gouvernance", action: "j2", echeance: "2024-12-31", statut: "realise", date_realisation: "2025-02-01"},
    {theme: "formation", action: "j3", echeance: "2025-01-31", statut: "en_cours"},
    {theme: "formation", action: "j4", echeance: "2025-01-31", statut: "abandonne"},
    // Its date comes after the last known fact: not due yet.
    {theme: "projets", action: "j5", echeance: "2025-08-31", statut: "prevu"}
  ],
  src_budget__budget: [
    {annee: 2025, convention: "k1", collectivite: "CD13", volet: "equipement", prevu: 1000, engage: 800, paye: 500, part_collectivite: 400},
    {annee: 2025, convention: "k1", collectivite: "Ville", volet: "formation", prevu: 500, engage: 100, paye: 40, part_collectivite: 0}
  ],
  src_territoires__correspondances: [
    {systeme: "pix_organisation", libelle: "Collège Trois (fictif)", uai: COLLEGE},
    {systeme: "pix_session", libelle: "77", uai: LYCEE}
  ],
  src_pix__certification: [
    {certification: "c1", personne: "e1", statut: "Non obtenue", score: 0, session: "77", date_passage: "2025-01-10"},
    {certification: "c2", personne: "e1", statut: "Validée", score: 300, session: "77", date_passage: "2025-03-10", niveaux: {"1.1": 3, "1.2": 1}},
    {certification: "c3", personne: "e2", statut: "Validée", score: 100, session: "77", date_passage: "2025-03-10", niveaux: {"1.1": 1, "2.1": -1}},
    {certification: "c4", personne: "e3", statut: "Rejetée", score: 0, session: "77", date_passage: "2025-03-10"},
    {certification: "c5", personne: "t1", type_certification: "Pix+ Édu 2nd degré", statut: "Validée", score: 500, session: "77", date_passage: "2025-03-10"},
    {certification: "c6", personne: "e9", statut: "Validée", score: 600, session: "inconnue", date_passage: "2025-03-10"}
  ],
  src_pix__campagne_evaluation: [
    {organisation: "COLLÈGE TROIS (fictif)", campagne_id: "1", personne: "e1", date_debut: "2024-10-01 10:00:00", partage: true, date_partage: "2024-10-02 10:00:00", maitrise: 0.5, acquis_domaines: {"Information et données": 10}, acquis_maitrises_domaines: {"Information et données": 6}},
    {organisation: "COLLÈGE TROIS (fictif)", campagne_id: "1", personne: "e1", date_debut: "2024-11-01 10:00:00", partage: false, maitrise: null},
    {organisation: "COLLÈGE TROIS (fictif)", campagne_id: "1", personne: "e2", date_debut: "2024-10-01 10:00:00", partage: false},
    {organisation: "COLLÈGE TROIS (fictif)", campagne_id: "1", personne: "e3", date_debut: "2024-10-01 10:00:00", partage: true, date_partage: "2024-10-02 10:00:00", maitrise: 0.7, acquis_domaines: {"Information et données": 10}, acquis_maitrises_domaines: {"Information et données": 8}}
  ],
  src_pix__collecte_profils: [
    {organisation: "Collège Trois (fictif)", campagne_id: "2", personne: "e1", envoi: true, date_envoi: "2024-12-01 10:00:00", pix: 100, certifiable: true},
    {organisation: "Collège Trois (fictif)", campagne_id: "2", personne: "e2", envoi: true, date_envoi: "2024-12-01 10:00:00", pix: 10, certifiable: false},
    {organisation: "Collège Trois (fictif)", campagne_id: "2", personne: "e3", envoi: false}
  ],
  src_ressources__gar_academie: [
    {annee_scolaire, code_academie: "2", acces: 54_000, _version: "1"},
    // Another file, another measure: it takes nothing from the first.
    {annee_scolaire, code_academie: "02", accedants: 900, _version: "2"},
    {annee_scolaire, code_academie: "23", acces: 1},
    {code_academie: "02", acces: 3}
  ],
  src_formation__tne_solutions: [
    {departement: "13", date: "2025-03-01", eleves: 1200, enseignants: 20},
    {departement: "13", date: "2025-06-01", eleves: 2700, enseignants: 23},
    // The same month in the set of the second degré.
    {departement: "13", date: "2025-06-01", eleves: 900, enseignants: 11, _version: "2"},
    {departement: "02", date: "2025-06-01", eleves: 141_626}
  ],
  src_objectifs__reperes: [
    {indicateur: "us_b2i_ecole", territoire_type: "academie", territoire_code: "02", annee: "2014", valeur: 0.53, document: "Feuille de route"},
    {indicateur: "us_b2i_lycee", territoire_type: "academie", territoire_code: "02", annee: "2014", valeur: 0.19, document: "Feuille de route"}
  ]
};

/*---
description: Réponses des enseignants à l'enquête annuelle, dans les établissements du périmètre.
grain: réponse × année
cle: [annee, reponse]
colonnes:
  annee: Année scolaire de l'enquête
  reponse: Pseudonyme de la réponse
  uai: Identifiant de l'établissement
  degre: premier ou second
  discipline: Discipline
  visualisation_collective: Utilise des outils de visualisation collective en classe
  travail_eleves_numerique: Fait travailler les élèves avec des outils numériques
  frequence_usage: jamais, mensuel, hebdomadaire ou quotidien
  aisance: Aisance déclarée, de 1 à 5
  certification: aucune, c2i2e ou pix_edu
  besoin_equipement: Exprime un besoin d'équipement
  besoin_ressources: Exprime un besoin de ressources
  besoin_formation: Exprime un besoin de formation
---*/
select
  reponses.annee,
  reponses.reponse,
  reponses.uai,
  etablissement.degre,
  reponses.discipline,
  reponses.visualisation_collective,
  reponses.travail_eleves_numerique,
  reponses.frequence_usage,
  reponses.aisance,
  reponses.certification,
  reponses.besoin_equipement,
  reponses.besoin_ressources,
  reponses.besoin_formation
from stg_enseignants__enseignants as reponses
join dim_etablissement as etablissement using (uai, annee)
order by reponses.annee, reponses.reponse

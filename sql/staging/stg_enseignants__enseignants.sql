/*---
description: Réponses anonymes des enseignants à l'enquête annuelle.
grain: réponse × année
cle: [annee, reponse]
colonnes:
  annee: Année scolaire
  reponse: Pseudonyme de la réponse
  uai: Identifiant de l'établissement
  discipline: Discipline
  visualisation_collective: Utilise des outils de visualisation collective en classe
  travail_eleves_numerique: Fait travailler les élèves avec des outils numériques
  frequence_usage: jamais, mensuel, hebdomadaire ou quotidien
  aisance: Aisance déclarée, de 1 à 5
  certification: aucune, c2i2e ou pix_edu
  besoin_equipement: Exprime un besoin d'équipement
  besoin_ressources: Exprime un besoin de ressources
  besoin_formation: Exprime un besoin de formation
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
  _non_concerne: Colonnes où la ligne dit NC
  _non_collecte: Colonnes du contrat que le fichier n'a pas
---*/
select
  annee_scolaire as annee,
  reponse,
  uai,
  discipline,
  visualisation_collective,
  travail_eleves_numerique,
  frequence_usage,
  aisance,
  certification,
  besoin_equipement,
  besoin_ressources,
  besoin_formation,
  _fichier,
  _ligne,
  _non_concerne,
  _non_collecte
from src_enseignants__enseignants
qualify row_number() over (
  partition by annee_scolaire, reponse
  order by _version desc, _fichier desc, _ligne desc
) = 1

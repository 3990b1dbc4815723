/*---
description: >-
  Solutions numériques déployées par Réseau Canopé, cumulées à la fin de chaque mois. Quatre jeux ont le même en-tête (toutes les solutions,
  premier degré, second degré, préparation de classe) et rien ne les distingue dans le fichier : le plus grand compte est celui de toutes.
grain: département × mois
cle: [departement, mois]
colonnes:
  departement: Département, code court
  mois: Premier jour du mois des données
  annee: Année scolaire du mois
  eleves: Élèves bénéficiaires, cumulés
  enseignants: Enseignants demandeurs, cumulés
---*/
select
  departement,
  date as mois,
  annee_scolaire_du(date) as annee,
  max(eleves) as eleves,
  max(enseignants) as enseignants
from src_formation__tne_solutions
where date is not null
group by departement, date

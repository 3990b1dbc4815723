/*---
code: re_solutions_enseignants
libelle: Enseignants demandeurs de solutions numériques
volet: ressources
description: Enseignants que Réseau Canopé dit demandeurs d'une solution numérique, cumulés au dernier mois publié de l'année, rapportés aux enseignants du département.
unite: "%"
type: part
numerateur: Enseignants demandeurs, d'après Réseau Canopé
denominateur: Enseignants des établissements du département
sens: hausse
sources: [formation, etablissements]
periode: cumul
secret: aucun
reference: Tableau de bord TNE de Réseau Canopé
limites: Compteur cumulé du producteur, qui a plusieurs fois baissé. Un même enseignant peut demander plusieurs solutions.
---*/
select
  null::varchar as uai,
  'departement' as territoire_type,
  departement as territoire_code,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  enseignants_demandeurs::double as numerateur,
  enseignants::double as denominateur,
  enseignants::bigint as n_unites,
  1 as attendu,
  (enseignants is not null)::integer as repondu
from fct_solutions_deployees
where enseignants_demandeurs is not null

/*---
description: Bénéficiaires des solutions numériques à la fin de chaque année scolaire, rapportés aux élèves et aux enseignants du département.
grain: département × année
cle: [departement, annee]
colonnes:
  departement: Département, code court
  annee: Année scolaire
  mois: Dernier mois publié de l'année
  eleves_beneficiaires: Élèves bénéficiaires, cumulés
  enseignants_demandeurs: Enseignants demandeurs, cumulés
  eleves: Élèves des établissements du département
  enseignants: Enseignants des établissements du département
---*/
with dernieres as (
  select *
  from stg_formation__tne_solutions
  qualify row_number() over (
    partition by departement, annee
    order by mois desc
  ) = 1
),
peuples as (
  select
    code_departement as departement,
    annee,
    sum(eleves) as eleves,
    sum(enseignants) as enseignants
  from dim_etablissement
  group by code_departement, annee
)
select
  departement,
  annee,
  dernieres.mois,
  dernieres.eleves as eleves_beneficiaires,
  dernieres.enseignants as enseignants_demandeurs,
  peuples.eleves,
  peuples.enseignants
from dernieres
-- Un département hors du périmètre n'a pas d'établissements : il n'est pas compté.
join peuples using (departement, annee)

/*---
description: >-
  Enseignants attendus à l'enquête annuelle et réponses reçues. Le champ d'une campagne est fait des degrés et des secteurs où au moins
  un enseignant a répondu ; l'effectif attendu est celui du référentiel, à défaut le nombre de réponses.
grain: établissement du champ × année d'enquête
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire de l'enquête
  attendus: Enseignants attendus
  reponses: Réponses reçues
  non_collecte: Colonnes qu'aucun questionnaire du champ n'avait
---*/
with reponses as (
  select
    enseignants.annee,
    enseignants.uai,
    enseignants._non_collecte as non_collecte,
    etablissement.degre,
    etablissement.secteur
  from stg_enseignants__enseignants as enseignants
  join dim_etablissement as etablissement using (uai, annee)
),
champs as (
  select *
  from champs_d_enquete('reponses')
),
recues as (
  select
    annee,
    uai,
    count(*) as reponses
  from reponses
  group by annee, uai
)
select
  etablissement.uai,
  etablissement.annee,
  coalesce(etablissement.enseignants, recues.reponses) as attendus,
  coalesce(recues.reponses, 0) as reponses,
  champs.jamais_posees as non_collecte
from dim_etablissement as etablissement
join champs
  on champs.annee = etablissement.annee
  and champs.degre is not distinct from etablissement.degre
  and champs.secteur is not distinct from etablissement.secteur
-- Un établissement sans réponse reste attendu.
left join recues
  on recues.uai = etablissement.uai
  and recues.annee = etablissement.annee
order by etablissement.uai, etablissement.annee

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
  select
    annee,
    degre,
    secteur,
    count(*) as reponses
  from reponses
  group by annee, degre, secteur
),
absences as (
  select
    annee,
    degre,
    secteur,
    colonne,
    count(*) as absences
  from (
    select
      annee,
      degre,
      secteur,
      unnest(non_collecte) as colonne
    from reponses
  ) as questions_absentes
  group by annee, degre, secteur, colonne
),
jamais_posees as (
  select
    champs.annee,
    champs.degre,
    champs.secteur,
    list(absences.colonne order by absences.colonne) as colonnes
  from champs
  join absences
    on absences.annee = champs.annee
    and absences.degre is not distinct from champs.degre
    and absences.secteur is not distinct from champs.secteur
  where absences.absences = champs.reponses
  group by champs.annee, champs.degre, champs.secteur
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
  coalesce(jamais_posees.colonnes, []::varchar[]) as non_collecte
from dim_etablissement as etablissement
join champs
  on champs.annee = etablissement.annee
  and champs.degre is not distinct from etablissement.degre
  and champs.secteur is not distinct from etablissement.secteur
-- Un établissement sans réponse reste attendu.
left join recues
  on recues.uai = etablissement.uai
  and recues.annee = etablissement.annee
left join jamais_posees
  on jamais_posees.annee = etablissement.annee
  and jamais_posees.degre is not distinct from etablissement.degre
  and jamais_posees.secteur is not distinct from etablissement.secteur
order by etablissement.uai, etablissement.annee

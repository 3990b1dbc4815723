-- Le champ d'une campagne d'enquête : les degrés et les secteurs où au moins un établissement a répondu, avec les questions que leurs formulaires
-- n'ont jamais posées. reponses : annee, degre, secteur, non_collecte.
create or replace macro champs_d_enquete(reponses) as table
with champs as (
  select
    annee,
    degre,
    secteur,
    count(*) as reponses
  from query_table(reponses)
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
    from query_table(reponses)
  ) as questions_absentes
  group by annee, degre, secteur, colonne
)
select
  champs.annee,
  champs.degre,
  champs.secteur,
  coalesce(list(absences.colonne order by absences.colonne) filter (where absences.absences = champs.reponses), []::varchar[]) as jamais_posees
from champs
-- Un champ où tout a été demandé n'a pas d'absence.
left join absences
  on absences.annee = champs.annee
  and absences.degre is not distinct from champs.degre
  and absences.secteur is not distinct from champs.secteur
group by champs.annee, champs.degre, champs.secteur;

/*---
description: >-
  Audience de l'ENT pendant les semaines de classe. Une semaine compte comme semaine de classe quand les visites des élèves, tous
  établissements réunis, atteignent le quart de la semaine médiane de l'année ; les visiteurs uniques ne s'ajoutent jamais d'une semaine à l'autre.
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  semaines: Semaines de classe de l'année
  visites_eleve: Visites des élèves
  visites_parent: Visites des parents
  visites_enseignant: Visites des enseignants
  visites_globales: Visites, tous profils
  enseignants_par_semaine: Enseignants visiteurs uniques, en moyenne par semaine de classe
---*/
with semaines as (
  select
    annee,
    debut_semaine,
    sum(visites_eleve) as visites
  from stg_ressources__dnma
  group by annee, debut_semaine
),
semaines_de_classe as (
  select
    annee,
    debut_semaine,
    count(*) over (partition by annee) as semaines
  from (
    select *
    from semaines
    qualify visites >= parametre('part_semaine_classe') * quantile_cont(visites, 0.5) over (partition by annee)
  ) as retenues
)
select
  dnma.uai,
  dnma.annee,
  any_value(semaines_de_classe.semaines) as semaines,
  sum(dnma.visites_eleve)::bigint as visites_eleve,
  sum(dnma.visites_parent)::bigint as visites_parent,
  sum(dnma.visites_enseignant)::bigint as visites_enseignant,
  sum(dnma.visites_globales)::bigint as visites_globales,
  sum(dnma.utilisateurs_enseignant)::double / any_value(semaines_de_classe.semaines) as enseignants_par_semaine
from stg_ressources__dnma as dnma
join semaines_de_classe using (annee, debut_semaine)
group by dnma.uai, dnma.annee
order by dnma.uai, dnma.annee

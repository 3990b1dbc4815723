/*---
description: >-
  Élèves de chaque académie, d'après les effectifs déclarés et, à défaut, ceux de l'IPS, qui est publié pour tout le pays. Une année vaut
  pour l'académie quand chacun de ses départements y a des établissements.
grain: académie × année
cle: [code_academie, annee]
colonnes:
  code_academie: Code de l'académie
  annee: Année scolaire
  eleves: Élèves
---*/
with declares as (
  select
    coalesce(effectifs.uai, ips.uai) as uai,
    coalesce(effectifs.annee, ips.annee) as annee,
    coalesce(effectifs.eleves, ips.eleves) as eleves,
    departement_du_code(ips.code_commune, coalesce(effectifs.uai, ips.uai)) as departement
  from stg_etablissements__effectifs as effectifs
  -- Les deux sources se complètent : l'une porte l'espace, l'autre le pays.
  full join stg_etablissements__ips as ips
    on ips.uai = effectifs.uai
    and ips.annee = effectifs.annee
),
tailles as (
  select
    code_academie,
    count(*) as departements
  from ref_departement
  group by code_academie
)
select
  ref_departement.code_academie,
  declares.annee,
  sum(declares.eleves) as eleves
from declares
join ref_departement
  on ref_departement.code = declares.departement
join tailles
  on tailles.code_academie = ref_departement.code_academie
where declares.eleves is not null
group by ref_departement.code_academie, declares.annee, tailles.departements
having count(distinct declares.departement) = tailles.departements

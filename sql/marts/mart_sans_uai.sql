/*---
description: Ce qui n'a pas encore d'établissement dans les exports Pix ; donnez l'UAI à l'import ou dans les correspondances.
grain: système × libellé
cle: [systeme, libelle]
colonnes:
  systeme: Système de la correspondance à écrire, pix_organisation ou pix_session
  libelle: Libellé à faire correspondre
  n: Lignes
---*/
with orphelines as (
  select
    'pix_organisation' as systeme,
    organisation as libelle
  from stg_pix__campagne_evaluation
  where uai is null
  union all
  select
    'pix_organisation',
    organisation
  from stg_pix__collecte_profils
  where uai is null
  union all
  select
    'pix_session',
    coalesce(session, 'session inconnue')
  from stg_pix__certification
  where uai is null
)
select
  systeme,
  libelle,
  count(*) as n
from orphelines
group by systeme, libelle
order by n desc, systeme, libelle

/*---
description: Le total du programme n'est pas la somme des établissements et des lignes territoriales.
niveau: erreur
---*/
with attendus as (
  select
    ind_toutes.indicateur,
    ind_toutes.annee,
    ind_toutes.ventilation,
    ind_toutes.modalite,
    sum(case
      when ref_indicateur.type in ('part', 'ratio', 'moyenne') and ind_toutes.denominateur is null then null
      else ind_toutes.numerateur
    end::decimal(18, 6))::double as numerateur
  from ind_toutes
  join ref_indicateur
    on ref_indicateur.code = ind_toutes.indicateur
  -- Un établissement hors référentiel n'a pas de territoire ; le contrôle uai_inconnu le dit.
  join dim_etablissement
    on dim_etablissement.uai = ind_toutes.uai
    and dim_etablissement.annee = ind_toutes.annee
  group by ind_toutes.indicateur, ind_toutes.annee, ind_toutes.ventilation, ind_toutes.modalite
)
select
  attendus.indicateur,
  attendus.annee,
  attendus.ventilation,
  attendus.modalite,
  attendus.numerateur as somme_des_etablissements,
  mart_indicateur.numerateur as total_du_programme
from attendus
-- Une ligne absente du programme est justement l'erreur cherchée.
left join mart_indicateur
  on mart_indicateur.indicateur = attendus.indicateur
  and mart_indicateur.annee = attendus.annee
  and mart_indicateur.ventilation = attendus.ventilation
  and mart_indicateur.modalite = attendus.modalite
  and mart_indicateur.territoire_type = 'programme'
where mart_indicateur.numerateur is distinct from attendus.numerateur
  -- Les lignes territoriales s'ajoutent à celles des établissements.
  and not coalesce(mart_indicateur.numerateur > attendus.numerateur, false)

/*---
description: Groupes d'établissements par lesquels un indicateur peut être ventilé sans que son modèle ait à s'en occuper.
grain: établissement × année × ventilation
cle: [uai, annee, ventilation]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  ventilation: ensemble, degre, type_etablissement, secteur, education_prioritaire, qpv ou quartile_ips
  modalite: Modalité de l'établissement
---*/
with etablissements as (
  select
    uai,
    annee,
    'ensemble' as ensemble,
    degre,
    type_etablissement,
    secteur,
    education_prioritaire,
    qpv,
    quartile_ips
  from dim_etablissement
),
depliees as (
  unpivot etablissements
  on ensemble, degre, type_etablissement, secteur, education_prioritaire, qpv, quartile_ips
  into name ventilation value modalite
)
select
  uai,
  annee,
  ventilation,
  modalite
from depliees

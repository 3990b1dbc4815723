/*---
description: Ateliers d'e-parentalité, rattachés à un établissement ou, à défaut, à une commune ou au programme.
grain: atelier
cle: [atelier]
colonnes:
  atelier: Atelier
  annee: Année scolaire
  uai: Établissement ; vide si l'atelier n'est pas tenu pour un établissement
  territoire_type: Type du territoire quand il n'y a pas d'établissement
  territoire_code: Code du territoire quand il n'y a pas d'établissement
  type_atelier: Type d'atelier
  partenaire: Partenaire
  familles: Familles accueillies
  parents_ambassadeurs: Parents ambassadeurs formés
  duree_heures: Durée en heures
---*/
select
  atelier,
  annee,
  uai,
  case
    when uai is not null then null
    when communes.type = 'arrondissement-municipal' then 'arrondissement'
    when code_commune is not null then 'commune'
    else 'programme'
  end as territoire_type,
  case
    when uai is not null then null
    when code_commune is not null then code_commune
    else 'TNE'
  end as territoire_code,
  type_atelier,
  coalesce(partenaire, 'non_precise') as partenaire,
  familles,
  parents_ambassadeurs,
  duree_heures
from stg_parentalite__parentalite
-- Une commune hors découpage garde son atelier.
left join stg_territoires__communes as communes
  on communes.code = code_commune

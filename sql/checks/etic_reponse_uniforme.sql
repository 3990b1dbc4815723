/*---
description: "Un établissement répond de même à toutes les questions oui ou non de l'enquête, et son palier de maturité dit le contraire : formulaire rempli d'un trait ?"
niveau: alerte
---*/
with reponses as (
  select
    uai,
    annee,
    _fichier,
    _ligne,
    palier_maturite,
    unnest([ent, services_en_ligne, charte_usage, charte_tous_membres, volet_numerique_projet, comite_numerique, plan_formation, filtrage, assistance]) as reponse
  from stg_etic__etic
)
select
  uai,
  annee,
  case when bool_and(reponse) then 'oui' else 'non' end as partout,
  count(reponse) as questions,
  any_value(palier_maturite) as palier_maturite,
  any_value(_fichier) as fichier,
  any_value(_ligne) as ligne
from reponses
group by uai, annee
having count(reponse) >= 8
  and bool_and(reponse) = bool_or(reponse)
  and case when bool_and(reponse) then any_value(palier_maturite) <= 2 else any_value(palier_maturite) >= 4 end
order by uai, annee

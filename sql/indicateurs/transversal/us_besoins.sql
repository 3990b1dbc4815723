/*---
code: us_besoins
libelle: Enseignants exprimant un besoin
volet: transversal
description: Part des enseignants répondants qui expriment au moins un besoin (équipement, ressources ou formation) ; la ventilation donne chaque besoin.
unite: "%"
type: part
numerateur: Enseignants qui expriment le besoin
denominateur: Enseignants qui ont répondu à la question
sens: neutre
sources: [enseignants]
enquete: enseignants
ventilations: [besoin, degre, type_etablissement, education_prioritaire]
periode: stock
secret: personnes
reference: Dossier de presse du lancement de TNE 13 (2022)
limites: Enquête déclarative et anonyme ; la couverture rapporte les réponses à l'effectif enseignant du référentiel.
---*/
with reponses as (
  select
    uai,
    annee,
    unnest([
      {'besoin': 'ensemble', 'exprime': besoin_equipement or besoin_ressources or besoin_formation},
      {'besoin': 'equipement', 'exprime': besoin_equipement},
      {'besoin': 'ressources', 'exprime': besoin_ressources},
      {'besoin': 'formation', 'exprime': besoin_formation}
    ], recursive := true)
  from fct_enseignants_reponse
),
comptes as (
  select
    uai,
    annee,
    besoin,
    count(*) filter (where exprime) as enseignants,
    count(exprime) as repondants
  from reponses
  group by uai, annee, besoin
)
select
  champ.uai,
  champ.annee,
  case when coalesce(comptes.besoin, 'ensemble') = 'ensemble' then 'ensemble' else 'besoin' end as ventilation,
  coalesce(comptes.besoin, 'ensemble') as modalite,
  case when comptes.repondants > 0 then comptes.enseignants end::double as numerateur,
  case when comptes.repondants > 0 then comptes.repondants end::double as denominateur,
  coalesce(comptes.repondants, 0) as n_unites,
  champ.attendus as attendu,
  coalesce(comptes.repondants, 0) as repondu
from fct_enseignants_attendu as champ
-- Un établissement sans réponse reste attendu.
left join comptes using (uai, annee)
where not list_contains(champ.non_collecte, 'besoin_equipement')

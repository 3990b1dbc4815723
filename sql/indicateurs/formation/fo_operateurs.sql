/*---
code: fo_operateurs
libelle: Part des opérateurs dans les heures suivies
volet: formation
description: Heures suivies par opérateur (EAFC, Canopé…), rapportées aux heures suivies ; l'ensemble est la part de l'EAFC.
unite: "%"
type: part
numerateur: Heures suivies auprès de l'EAFC, ou de l'opérateur de la modalité
denominateur: Heures suivies
sens: neutre
sources: [formation]
ventilations: [operateur, degre]
periode: flux
secret: personnes
reference: Dossier de presse du lancement de TNE 13 (2022)
limites: L'opérateur est celui que la session déclare.
---*/
with heures as (
  select
    uai,
    annee,
    operateur,
    sum(heures) as heures,
    count(distinct participant) as personnes
  from fct_formation_presence
  where a_suivi
    and uai is not null
  group by uai, annee, operateur
),
totaux as (
  select
    uai,
    annee,
    sum(heures) as heures,
    coalesce(sum(heures) filter (where operateur = 'EAFC'), 0) as heures_eafc,
    sum(personnes) as personnes
  from heures
  group by uai, annee
),
operateurs as (
  select distinct
    annee,
    operateur
  from heures
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  heures_eafc::double as numerateur,
  heures::double as denominateur,
  personnes::bigint as n_unites,
  null::integer as attendu,
  null::integer as repondu
from totaux
union all by name
select
  totaux.uai,
  totaux.annee,
  'operateur' as ventilation,
  operateurs.operateur as modalite,
  coalesce(heures.heures, 0)::double as numerateur,
  totaux.heures::double as denominateur,
  coalesce(heures.personnes, 0) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from totaux
join operateurs using (annee)
-- Un opérateur absent de l'établissement compte zéro heure.
left join heures using (uai, annee, operateur)

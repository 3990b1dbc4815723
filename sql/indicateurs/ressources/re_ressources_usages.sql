/*---
code: re_ressources_usages
libelle: Accès aux ressources numériques par élève
volet: ressources
description: Accès aux dispositifs de ressources (Corrélyce, Courdecol13, Coréprim…) rapportés aux élèves des établissements qui y sont présents.
unite: accès par élève
type: ratio
numerateur: Accès dans l'année
denominateur: Élèves des établissements présents dans le dispositif
sens: hausse
sources: [ressources, etablissements]
ventilations: [dispositif, degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
reference: Feuille de route numérique académique 2014-2015
limites: Chaque dispositif compte les accès à sa façon.
---*/
with comptes as (
  select
    uai,
    annee,
    case when grouping(dispositif) = 0 then 'dispositif' else 'ensemble' end as ventilation,
    case when grouping(dispositif) = 0 then dispositif else 'ensemble' end as modalite,
    sum(acces) as acces
  from stg_ressources__ressources_usages
  group by grouping sets ((uai, annee), (uai, annee, dispositif))
)
select
  comptes.uai,
  comptes.annee,
  comptes.ventilation,
  comptes.modalite,
  comptes.acces::double as numerateur,
  case when comptes.acces is not null then etablissement.eleves end::double as denominateur,
  etablissement.eleves::bigint as n_unites,
  1 as attendu,
  (comptes.acces is not null and etablissement.eleves is not null)::integer as repondu
from comptes
join dim_etablissement as etablissement using (uai, annee)

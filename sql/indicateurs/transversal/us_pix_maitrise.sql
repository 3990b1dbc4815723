/*---
code: us_pix_maitrise
libelle: Maîtrise des acquis du profil cible
volet: transversal
description: Moyenne de la part des acquis maîtrisés dans les campagnes d'évaluation partagées, et par domaine.
unite: "%"
type: moyenne
numerateur: Somme des parts d'acquis maîtrisés
denominateur: Participations partagées
sens: hausse
sources: [pix]
ventilations: [domaine, degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: "Le profil cible change d'une campagne à l'autre : comparer des campagnes du même parcours. Par domaine, la part est celle de tous les acquis évalués."
---*/
with participations as (
  select
    uai,
    annee,
    personne,
    maitrise,
    acquis_domaines,
    acquis_maitrises_domaines
  from fct_pix_participation
  where est_retenue
    and uai is not null
    and maitrise is not null
),
-- Plier un libellé coûte : une fois par libellé, et non par ligne.
libelles as (
  select
    libelle,
    regexp_replace(plier(libelle), '^[0-9. ]+', '') as domaine_plie
  from (
    select distinct unnest(map_keys(acquis_domaines)) as libelle
    from participations
  ) as distincts
),
domaines as (
  select distinct
    libelles.libelle,
    dim_competence.code_domaine
  from dim_competence
  join libelles
    on libelles.domaine_plie = plier(dim_competence.domaine)
),
acquis as (
  select
    uai,
    annee,
    personne,
    acquis_maitrises_domaines,
    unnest(map_entries(acquis_domaines)) as entree
  from participations
),
par_domaine as (
  select
    acquis.uai,
    acquis.annee,
    acquis.personne,
    domaines.code_domaine,
    acquis.acquis_maitrises_domaines[acquis.entree.key] as maitrises,
    acquis.entree.value as evalues
  from acquis
  join domaines
    on domaines.libelle = acquis.entree.key
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  sum(maitrise::decimal(9, 6))::double as numerateur,
  count(*)::double as denominateur,
  count(*) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from participations
group by uai, annee
union all by name
select
  uai,
  annee,
  'domaine' as ventilation,
  code_domaine as modalite,
  sum(maitrises)::double as numerateur,
  sum(evalues)::double as denominateur,
  count(distinct personne) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from par_domaine
where maitrises is not null
  and evalues is not null
group by uai, annee, code_domaine

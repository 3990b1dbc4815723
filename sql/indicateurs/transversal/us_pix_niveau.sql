/*---
code: us_pix_niveau
libelle: Élèves certifiés au niveau Indépendant 1 ou plus
volet: transversal
description: Part des élèves certifiés dont le score atteint 256 Pix ; la ventilation donne la répartition de Novice 1 à Expert 2.
unite: "%"
type: part
numerateur: Élèves certifiés au niveau Indépendant 1 ou plus, ou au niveau de la modalité
denominateur: Élèves certifiés
sens: hausse
sources: [pix]
ventilations: [niveau_pix, degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Niveau déduit du score ; le niveau le plus haut dépend d'un réglage de Pix.
---*/
with certifies as (
  select
    uai,
    annee,
    niveau_global,
    score
  from fct_pix_certification
  where est_retenue
    and est_validee
    and not est_pix_edu
    and uai is not null
    and score is not null
),
totaux as (
  select
    uai,
    annee,
    count(*) as eleves,
    count(*) filter (where score >= 256) as independants
  from certifies
  group by uai, annee
),
niveaux as (
  select distinct
    annee,
    niveau_global
  from certifies
),
comptes as (
  select
    uai,
    annee,
    niveau_global,
    count(*) as eleves
  from certifies
  group by uai, annee, niveau_global
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  independants::double as numerateur,
  eleves::double as denominateur,
  eleves as n_unites,
  null::integer as attendu,
  null::integer as repondu
from totaux
union all by name
select
  totaux.uai,
  totaux.annee,
  'niveau_pix' as ventilation,
  niveaux.niveau_global as modalite,
  coalesce(comptes.eleves, 0)::double as numerateur,
  totaux.eleves::double as denominateur,
  totaux.eleves as n_unites,
  null::integer as attendu,
  null::integer as repondu
from totaux
join niveaux using (annee)
-- Un niveau que personne n'a atteint dans l'établissement compte zéro.
left join comptes using (uai, annee, niveau_global)

/*---
code: us_palier_maturite
libelle: Établissements au palier de maturité numérique 3 ou plus
volet: transversal
description: Part des établissements répondants au palier 3 ou plus, sur 5 ; la ventilation donne la répartition par palier.
unite: "%"
type: part
numerateur: Établissements au palier 3 ou plus, ou au palier de la modalité
denominateur: Établissements qui ont déclaré leur palier
sens: hausse
sources: [etic]
enquete: etic
ventilations: [palier_maturite, degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015 (Polac@r)
limites: Auto-positionnement de l'établissement.
---*/
with champ as (
  select
    uai,
    annee,
    palier_maturite,
    attendu_sauf(non_concerne, 'palier_maturite') as attendu
  from fct_etic_reponse
  where not list_contains(non_collecte, 'palier_maturite')
),
paliers as (
  select unnest(range(1, 6)) as palier
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(palier_maturite >= 3) as numerateur,
  un_si(palier_maturite is not null or null) as denominateur,
  (palier_maturite is not null)::integer as n_unites,
  attendu,
  (palier_maturite is not null)::integer as repondu
from champ
union all by name
select
  champ.uai,
  champ.annee,
  'palier_maturite' as ventilation,
  paliers.palier::varchar as modalite,
  un_si(champ.palier_maturite = paliers.palier) as numerateur,
  un_si(champ.palier_maturite is not null or null) as denominateur,
  (champ.palier_maturite is not null)::integer as n_unites,
  champ.attendu,
  (champ.palier_maturite is not null)::integer as repondu
from champ
cross join paliers

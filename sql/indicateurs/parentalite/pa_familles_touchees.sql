/*---
code: pa_familles_touchees
libelle: Familles accueillies en atelier
volet: parentalite
description: Familles accueillies dans les ateliers d'e-parentalité de l'année.
unite: familles
type: compte
numerateur: Familles accueillies
denominateur: Élèves des établissements concernés
sens: hausse
sources: [parentalite, etablissements]
ventilations: [type_atelier, partenaire, education_prioritaire]
periode: flux
secret: personnes
limites: Une famille venue deux fois compte deux fois. Un atelier tenu pour une commune compte pour la commune et pour les territoires qui la contiennent en entier, pas pour une circonscription.
---*/
select
  ateliers.uai,
  ateliers.territoire_type,
  ateliers.territoire_code,
  ateliers.annee,
  ateliers.ventilation,
  ateliers.modalite,
  ateliers.familles::double as numerateur,
  case when ateliers.ateliers > 0 then etablissement.eleves end::double as denominateur,
  ateliers.familles as n_unites,
  null::integer as attendu,
  null::integer as repondu
from ateliers_par_groupe('fct_parentalite_atelier', 'dim_etablissement') as ateliers
-- Un atelier tenu pour une commune n'a pas d'établissement.
left join dim_etablissement as etablissement
  on etablissement.uai = ateliers.uai
  and etablissement.annee = ateliers.annee

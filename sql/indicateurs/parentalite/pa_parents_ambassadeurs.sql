/*---
code: pa_parents_ambassadeurs
libelle: Parents ambassadeurs formés
volet: parentalite
description: Parents ambassadeurs du numérique formés dans l'année.
unite: parents
type: compte
numerateur: Parents ambassadeurs formés
sens: hausse
sources: [parentalite]
ventilations: [type_atelier, partenaire, education_prioritaire]
periode: flux
secret: personnes
reference: Dossier de presse du lancement de TNE 13 (2022)
limites: Un parent formé deux fois compte deux fois. Un atelier tenu pour une commune compte pour la commune et pour les territoires qui la contiennent en entier, pas pour une circonscription.
---*/
select
  uai,
  territoire_type,
  territoire_code,
  annee,
  ventilation,
  modalite,
  parents_ambassadeurs::double as numerateur,
  null::double as denominateur,
  parents_ambassadeurs as n_unites,
  null::integer as attendu,
  null::integer as repondu
from ateliers_par_groupe('fct_parentalite_atelier', 'dim_etablissement')

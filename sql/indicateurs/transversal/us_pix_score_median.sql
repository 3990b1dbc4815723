/*---
code: us_pix_score_median
libelle: Score Pix médian
volet: transversal
description: Médiane et quartiles des scores des élèves certifiés dans l'année.
unite: Pix
type: mediane
numerateur: Somme des scores des élèves certifiés
denominateur: Élèves certifiés
sens: hausse
sources: [pix]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: "Des cohortes différentes d'une année à l'autre : ce n'est pas une progression des mêmes élèves."
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  sum(score)::double as numerateur,
  count(score)::double as denominateur,
  count(score) as n_unites,
  null::integer as attendu,
  null::integer as repondu,
  list(score::double order by score) filter (where score is not null) as valeurs
from fct_pix_certification
where est_retenue
  and est_validee
  and not est_pix_edu
  and uai is not null
group by uai, annee

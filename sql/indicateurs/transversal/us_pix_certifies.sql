/*---
code: us_pix_certifies
libelle: Élèves certifiés Pix, parmi les inscrits
volet: transversal
description: Part des élèves inscrits à une certification Pix dans l'année qui l'ont obtenue ; chaque élève est compté une fois.
unite: "%"
type: part
numerateur: Élèves dont la certification est validée
denominateur: Élèves inscrits à une certification
sens: hausse
sources: [pix]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
ruptures: []
limites: Un élève qui repasse la certification dans l'année compte une fois, avec son meilleur résultat. Une série nouvelle, qui ne prolonge pas celle du B2i.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  (count(*) filter (where est_validee))::double as numerateur,
  count(*)::double as denominateur,
  count(*) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from fct_pix_certification
where est_retenue
  and not est_pix_edu
  and uai is not null
group by uai, annee

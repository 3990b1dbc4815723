/*---
code: us_pix_participation
libelle: Participations aux campagnes Pix partagées
volet: transversal
description: Part des participants aux campagnes d'évaluation qui ont partagé leurs résultats.
unite: "%"
type: part
numerateur: Participants qui ont partagé leurs résultats
denominateur: Participants aux campagnes d'évaluation
sens: hausse
sources: [pix]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Un élève qui participe à deux campagnes compte dans chacune.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  (count(*) filter (where a_partage))::double as numerateur,
  count(*)::double as denominateur,
  count(distinct personne) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from fct_pix_participation
where est_retenue
  and uai is not null
group by uai, annee

/*---
code: us_b2i_lycee
libelle: Élèves ayant validé le B2i lycée (série close)
volet: transversal
description: Part des élèves de lycée ayant validé le B2i niveau 3, telle que la feuille de route la publie.
unite: "%"
type: part
numerateur: Élèves ayant validé le B2i lycée
denominateur: "Termes non publiés : la part seule est connue"
sens: hausse
sources: [objectifs]
periode: flux
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: "Série close : le B2i n'existe plus et la certification Pix ne la prolonge pas. Le document ne publie que la part ; le dénominateur vaut un."
---*/
select
  null::varchar as uai,
  territoire_type,
  territoire_code,
  -- L'année N de la feuille de route se lit comme l'année scolaire qui finit en N.
  annee_du_budget(annee) as annee,
  ventilation,
  modalite,
  valeur as numerateur,
  1::double as denominateur,
  null::bigint as n_unites,
  null::integer as attendu,
  null::integer as repondu
from stg_objectifs__reperes
where indicateur = 'us_b2i_lycee'

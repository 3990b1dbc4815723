/*---
code: re_volet_projet_ecole
libelle: Volet numérique intégré au projet d'école
volet: ressources
description: Part des écoles répondantes dont le projet d'école comporte un volet numérique.
unite: "%"
type: part
numerateur: Écoles dont le projet comporte un volet numérique
denominateur: Écoles qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: "La baisse de 46 % à 39 % entre 2013 et 2014 peut venir des non-réponses : 35 % des écoles avaient répondu."
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(volet_numerique_projet) as numerateur,
  un_si(volet_numerique_projet is not null or null) as denominateur,
  (volet_numerique_projet is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'volet_numerique_projet') as attendu,
  (volet_numerique_projet is not null)::integer as repondu
from fct_etic_reponse
where degre = 'premier'
  and not list_contains(non_collecte, 'volet_numerique_projet')

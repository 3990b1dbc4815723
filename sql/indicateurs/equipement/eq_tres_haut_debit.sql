/*---
code: eq_tres_haut_debit
libelle: Établissements raccordés au très haut débit
volet: equipement
description: Part des établissements répondants dont le débit descendant atteint le seuil du très haut débit (configuration, 40 Mb/s par défaut).
unite: "%"
type: part
numerateur: Établissements au débit égal ou supérieur au seuil
denominateur: Établissements qui ont déclaré leur débit
sens: hausse
sources: [etic]
enquete: etic
ventilations: [degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Débit déclaré, pas mesuré ; le seuil a changé avec les techniques et il est écrit dans la configuration.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(debit_mbps >= parametre('tres_haut_debit_mbps')) as numerateur,
  un_si(debit_mbps is not null or null) as denominateur,
  (debit_mbps is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'debit_mbps') as attendu,
  (debit_mbps is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'debit_mbps')

/*---
code: re_solutions_deployees
libelle: Élèves bénéficiaires de solutions numériques
volet: ressources
description: Élèves que Réseau Canopé dit bénéficiaires d'une solution numérique, cumulés au dernier mois publié de l'année, rapportés aux élèves du département.
unite: "%"
type: part
numerateur: Élèves bénéficiaires, d'après Réseau Canopé
denominateur: Élèves des établissements du département
sens: hausse
sources: [formation, etablissements]
periode: cumul
secret: aucun
reference: Tableau de bord TNE de Réseau Canopé
limites: Le producteur ne dit pas comment il compte un élève qui a deux solutions, ni s'il compte encore ceux qui sont partis. Une part au-dessus de 100 % le montre, comme dans les Bouches-du-Rhône en juin 2025 (501 864 élèves publiés).
---*/
select
  null::varchar as uai,
  'departement' as territoire_type,
  departement as territoire_code,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  eleves_beneficiaires::double as numerateur,
  eleves::double as denominateur,
  eleves::bigint as n_unites,
  1 as attendu,
  (eleves is not null)::integer as repondu
from fct_solutions_deployees
where eleves_beneficiaires is not null

/*---
code: pi_eleves_concernes
libelle: Élèves des établissements ayant bénéficié d'au moins un volet
volet: pilotage
description: Part des élèves dont l'établissement a bénéficié d'au moins un des quatre volets ; la ventilation donne le nombre de volets, de zéro à quatre.
unite: "%"
type: part
numerateur: Élèves des établissements ayant bénéficié d'au moins un volet, ou du nombre de volets de la modalité
denominateur: Élèves des établissements
sens: hausse
sources: [equipement, ressources, formation, parentalite, etablissements]
ventilations: [nombre_de_volets, degre, type_etablissement, education_prioritaire]
periode: cumul
secret: aucun
reference: "Dossier de presse du lancement de TNE 13 (2022) : 370 000 élèves, quatre volets indissociables"
limites: "Équipement : une livraison depuis le début du programme. Ressources : audience de l'ENT ou dispositif de ressources dans l'année. Formation : au moins un enseignant formé dans l'année. Parentalité : au moins un atelier dans l'année."
---*/
with nombres as (
  select unnest(range(0, 5)) as nombre
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  case when volets > 0 then eleves else 0 * eleves end::double as numerateur,
  eleves::double as denominateur,
  1 as n_unites,
  1 as attendu,
  (eleves is not null)::integer as repondu
from fct_benefice_volet
-- Une année où aucune source des quatre volets n'a de ligne n'est pas une année de zéros.
where annee in (select annee from fct_benefice_volet where volets > 0)
union all by name
select
  benefice.uai,
  benefice.annee,
  'nombre_de_volets' as ventilation,
  nombres.nombre::varchar as modalite,
  case when benefice.volets = nombres.nombre then benefice.eleves else 0 * benefice.eleves end::double as numerateur,
  benefice.eleves::double as denominateur,
  1 as n_unites,
  1 as attendu,
  (benefice.eleves is not null)::integer as repondu
from fct_benefice_volet as benefice
cross join nombres
where benefice.annee in (select annee from fct_benefice_volet where volets > 0)

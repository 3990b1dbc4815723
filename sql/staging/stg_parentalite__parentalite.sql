/*---
description: Ateliers d'e-parentalité.
grain: atelier
cle: [atelier]
colonnes:
  atelier: Atelier
  annee: Année scolaire
  date: Date
  uai: Identifiant de l'établissement
  code_commune: Commune
  type_atelier: Type d'atelier
  partenaire: Partenaire
  familles: Familles accueillies
  parents_ambassadeurs: Parents ambassadeurs formés
  duree_heures: Durée en heures
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  atelier,
  annee_scolaire_du("date") as annee,
  "date" as date,
  uai,
  code_commune,
  type_atelier,
  partenaire,
  familles,
  parents_ambassadeurs,
  duree_heures,
  _fichier,
  _ligne
from src_parentalite__parentalite
qualify row_number() over (
  partition by atelier
  order by _version desc, _fichier desc, _ligne desc
) = 1

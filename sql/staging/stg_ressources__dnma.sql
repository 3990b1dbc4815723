/*---
description: Audience hebdomadaire des ENT (DNMA).
grain: établissement × semaine
cle: [uai, debut_semaine]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire de la semaine
  debut_semaine: Lundi de la semaine
  visites_globales: Visites
  visites_eleve: Visites des élèves
  visites_parent: Visites des parents
  visites_enseignant: Visites des enseignants
  utilisateurs_globales: Visiteurs uniques de la semaine
  utilisateurs_eleve: Élèves visiteurs uniques
  utilisateurs_parent: Parents visiteurs uniques
  utilisateurs_enseignant: Enseignants visiteurs uniques
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  uai,
  annee_scolaire_du(debut_semaine) as annee,
  debut_semaine,
  visites_globales,
  visites_eleve,
  visites_parent,
  visites_enseignant,
  utilisateurs_globales,
  utilisateurs_eleve,
  utilisateurs_parent,
  utilisateurs_enseignant,
  _fichier,
  _ligne
from src_ressources__dnma
qualify row_number() over (
  partition by uai, debut_semaine
  order by _version desc, _fichier desc, _ligne desc
) = 1

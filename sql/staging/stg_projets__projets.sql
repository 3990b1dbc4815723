/*---
description: Projets numériques des établissements.
grain: dispositif × projet × établissement × année
cle: [dispositif, projet, uai, annee]
colonnes:
  dispositif: Dispositif
  projet: Projet
  uai: Identifiant de l'établissement
  annee: Année scolaire
  volet: Volet
  statut: depose, retenu, en_cours, acheve ou abandonne
  enseignants: Enseignants
  eleves: Élèves
  montant: Montant en euros
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  dispositif,
  projet,
  uai,
  annee_scolaire as annee,
  volet,
  statut,
  enseignants,
  eleves,
  montant,
  _fichier,
  _ligne
from src_projets__projets
qualify row_number() over (
  partition by dispositif, projet, uai, annee_scolaire
  order by _version desc, _fichier desc, _ligne desc
) = 1

/*---
description: Projets numériques des établissements.
grain: dispositif × projet × établissement × année
cle: [dispositif, projet, uai, annee]
colonnes:
  dispositif: Dispositif
  projet: Projet
  uai: Établissement
  annee: Année scolaire
  volet: Volet
  est_retenu: Retenu, en cours ou achevé
  enseignants: Enseignants
  eleves: Élèves
  montant: Montant en euros
---*/
select
  dispositif,
  projet,
  uai,
  annee,
  volet,
  statut in ('retenu', 'en_cours', 'acheve') as est_retenu,
  enseignants,
  eleves,
  montant::decimal(18, 2) as montant
from stg_projets__projets

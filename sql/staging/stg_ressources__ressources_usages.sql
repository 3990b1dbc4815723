/*---
description: Usages des dispositifs de ressources (Corrélyce, Courdecol13, Coréprim…).
grain: établissement × année × dispositif
cle: [uai, annee, dispositif]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  dispositif: Dispositif
  abonnements: Abonnements
  utilisateurs: Utilisateurs
  acces: Accès
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  uai,
  annee_scolaire as annee,
  dispositif,
  abonnements,
  utilisateurs,
  acces,
  _fichier,
  _ligne
from src_ressources__ressources_usages
qualify row_number() over (
  partition by uai, annee_scolaire, dispositif
  order by _version desc, _fichier desc, _ligne desc
) = 1

/*---
description: Cibles que les documents du programme se donnent.
grain: indicateur × territoire × ventilation × année
cle: [indicateur, territoire_type, territoire_code, ventilation, modalite, annee]
colonnes:
  indicateur: Indicateur
  territoire_type: Type de territoire
  territoire_code: Code du territoire
  ventilation: Ventilation
  modalite: Modalité
  annee: Année scolaire
  cible: Valeur visée, dans l'unité de valeur (ratio pour un pourcentage)
  document: Document
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  indicateur,
  territoire_type,
  territoire_code,
  coalesce(ventilation, 'ensemble') as ventilation,
  coalesce(modalite, 'ensemble') as modalite,
  annee_scolaire as annee,
  cible,
  document,
  _fichier,
  _ligne
from src_objectifs__objectifs
qualify row_number() over (
  partition by indicateur, territoire_type, territoire_code, coalesce(ventilation, 'ensemble'), coalesce(modalite, 'ensemble'), annee_scolaire
  order by _version desc, _fichier desc, _ligne desc
) = 1

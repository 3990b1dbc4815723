/*---
description: Valeurs passées publiées par un document.
grain: indicateur × territoire × ventilation × année
cle: [indicateur, territoire_type, territoire_code, ventilation, modalite, annee]
colonnes:
  indicateur: Indicateur
  territoire_type: Type de territoire
  territoire_code: Code du territoire
  ventilation: Ventilation
  modalite: Modalité
  annee: Année du repère
  valeur: Valeur publiée, dans l'unité de valeur
  couverture: Part de ceux qui ont répondu
  document: Document
  remarque: Remarque
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  indicateur,
  territoire_type,
  territoire_code,
  coalesce(ventilation, 'ensemble') as ventilation,
  coalesce(modalite, 'ensemble') as modalite,
  annee,
  valeur,
  couverture,
  document,
  remarque,
  _fichier,
  _ligne
from src_objectifs__reperes
qualify row_number() over (
  partition by indicateur, territoire_type, territoire_code, coalesce(ventilation, 'ensemble'), coalesce(modalite, 'ensemble'), annee
  order by _version desc, _fichier desc, _ligne desc
) = 1

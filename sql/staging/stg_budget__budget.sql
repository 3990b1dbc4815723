/*---
description: Crédits prévus, engagés et payés.
grain: année × convention × collectivité × volet
cle: [annee_source, convention, collectivite, volet]
colonnes:
  annee_source: "Année du fichier : exercice civil ou année scolaire"
  annee: "Année scolaire : un exercice civil N est celui qui finit en N"
  convention: Convention
  collectivite: Collectivité
  volet: Volet
  prevu: Crédits prévus en euros
  engage: Crédits engagés en euros
  paye: Crédits payés en euros
  part_collectivite: Part de la collectivité en euros
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  annee as annee_source,
  annee_du_budget(annee) as annee,
  convention,
  collectivite,
  volet,
  prevu,
  engage,
  paye,
  part_collectivite,
  _fichier,
  _ligne
from src_budget__budget
qualify row_number() over (
  partition by annee, convention, collectivite, volet
  order by _version desc, _fichier desc, _ligne desc
) = 1

/*---
description: Crédits du programme, par année, convention, collectivité et volet ; ils portent sur tout le périmètre.
grain: année du fichier × convention × collectivité × volet
cle: [annee_source, convention, collectivite, volet]
colonnes:
  annee_source: Exercice ou année scolaire, comme le fichier l'écrit
  annee: Année scolaire
  convention: Convention
  collectivite: Collectivité
  volet: Volet
  prevu: Crédits prévus en euros
  engage: Crédits engagés en euros
  paye: Crédits payés en euros
  part_collectivite: Part de la collectivité en euros
  territoire_type: Type du territoire où les crédits se comptent
  territoire_code: Code du territoire
---*/
select
  annee_source,
  annee,
  convention,
  collectivite,
  volet,
  prevu::decimal(18, 2) as prevu,
  engage::decimal(18, 2) as engage,
  paye::decimal(18, 2) as paye,
  part_collectivite::decimal(18, 2) as part_collectivite,
  -- Un périmètre d'un seul département : ses crédits se lisent au département et au programme.
  case when parametre_texte('departement') = '*' then 'programme' else 'departement' end as territoire_type,
  case when parametre_texte('departement') = '*' then 'TNE' else parametre_texte('departement') end as territoire_code
from stg_budget__budget

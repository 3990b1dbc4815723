/*---
description: Lignes de livraison de matériel, avec leurs délais.
grain: commande × bordereau × ligne
cle: [commande, bordereau, ligne]
colonnes:
  commande: Commande
  bordereau: Bordereau
  ligne: Ligne du bordereau
  annee: Année scolaire de la livraison, à défaut de la commande
  uai: Établissement livré
  categorie: Catégorie du matériel
  beneficiaire: classe, neo_titulaire, famille ou etablissement
  financeur: Financeur
  quantite_commandee: Quantité commandée
  quantite_livree: Quantité livrée
  montant_ht: Montant hors taxes en euros
  classes_equipees: Classes équipées
  est_livree: Quelque chose a été livré
  jours_livraison: Jours de la commande à la livraison
  jours_service: Jours de la livraison à la mise en service
---*/
select
  commande,
  bordereau,
  ligne,
  annee,
  uai,
  categorie,
  coalesce(beneficiaire, 'etablissement') as beneficiaire,
  financeur,
  quantite_commandee,
  quantite_livree,
  montant_ht::decimal(18, 2) as montant_ht,
  classes_equipees,
  quantite_livree > 0 as est_livree,
  case when quantite_livree > 0 then date_diff('day', date_commande, date_livraison) end as jours_livraison,
  case when quantite_livree > 0 then date_diff('day', date_livraison, date_mise_en_service) end as jours_service
from stg_equipement__equipement

/*---
description: Lignes des bons de livraison.
grain: commande × bordereau × ligne
cle: [commande, bordereau, ligne]
colonnes:
  commande: Commande
  bordereau: Bordereau
  ligne: Ligne du bordereau
  annee: Année scolaire de la livraison, à défaut de la commande
  date_commande: Date de commande
  date_livraison: Date de livraison
  date_mise_en_service: Date de mise en service
  uai: Identifiant de l'établissement
  categorie: Catégorie du matériel
  quantite_commandee: Quantité commandée
  quantite_livree: Quantité livrée
  montant_ht: Montant hors taxes en euros
  taux_tva: Taux de TVA
  classes_equipees: Classes équipées
  beneficiaire: classe, neo_titulaire, famille ou etablissement
  financeur: Financeur
  convention: Convention
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  commande,
  bordereau,
  ligne,
  annee_scolaire_du(coalesce(date_livraison, date_commande)) as annee,
  date_commande,
  date_livraison,
  date_mise_en_service,
  uai,
  categorie,
  quantite_commandee,
  quantite_livree,
  montant_ht,
  taux_tva,
  classes_equipees,
  beneficiaire,
  financeur,
  convention,
  _fichier,
  _ligne
from src_equipement__equipement
qualify row_number() over (
  partition by commande, bordereau, ligne
  order by _version desc, _fichier desc, _ligne desc
) = 1

/*---
code: eq_delai_livraison
libelle: Délai entre la commande et la livraison
volet: equipement
description: Nombre médian de jours entre la commande et la livraison.
unite: jours
type: mediane
numerateur: Jours écoulés entre la commande et la livraison
sens: baisse
sources: [equipement]
ventilations: [categorie, degre]
periode: flux
secret: aucun
limites: "Médiane des lignes de livraison datées. Une commande qui attend encore n'y entre pas et compte dans la couverture : sous 100 %, la médiane est trop courte."
---*/
with delais as (
  select
    uai,
    annee,
    categorie,
    jours_livraison as jours
  from fct_equipement_livraison
)
select
  uai,
  annee,
  ventilation,
  modalite,
  numerateur,
  denominateur,
  n_unites,
  attendu,
  repondu,
  valeurs
from delais_par_categorie('delais')

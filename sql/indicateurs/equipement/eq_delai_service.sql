/*---
code: eq_delai_service
libelle: Délai entre la livraison et la mise en service
volet: equipement
description: Nombre médian de jours entre la livraison et la mise en service.
unite: jours
type: mediane
numerateur: Jours écoulés entre la livraison et la mise en service
sens: baisse
sources: [equipement]
ventilations: [categorie, degre]
periode: flux
secret: aucun
limites: "Médiane des lignes livrées dont la mise en service est datée. Ce qui attend encore compte dans la couverture : sous 100 %, la médiane est trop courte."
---*/
with delais as (
  select
    uai,
    annee,
    categorie,
    jours_service as jours
  from fct_equipement_livraison
  where est_livree
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

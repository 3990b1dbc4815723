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
limites: Médiane des lignes de livraison datées ; une ligne sans date n'y entre pas.
---*/
with delais as (
  select
    uai,
    annee,
    categorie,
    jours_livraison as jours
  from fct_equipement_livraison
  where jours_livraison >= 0
),
comptes as (
  select
    uai,
    annee,
    case when grouping(categorie) = 0 then 'categorie' else 'ensemble' end as ventilation,
    case when grouping(categorie) = 0 then categorie else 'ensemble' end as modalite,
    list(jours::double order by jours) as valeurs
  from delais
  group by grouping sets ((uai, annee), (uai, annee, categorie))
)
select
  uai,
  annee,
  ventilation,
  modalite,
  list_sum(valeurs)::double as numerateur,
  len(valeurs)::double as denominateur,
  len(valeurs) as n_unites,
  null::integer as attendu,
  null::integer as repondu,
  valeurs
from comptes

-- Des délais en jours, par établissement puis par catégorie de matériel. delais : uai, annee, categorie, jours.
create or replace macro delais_par_categorie(delais) as table
with comptes as (
  select
    uai,
    annee,
    case when grouping(categorie) = 0 then 'categorie' else 'ensemble' end as ventilation,
    case when grouping(categorie) = 0 then categorie else 'ensemble' end as modalite,
    list(jours::double order by jours) as valeurs
  from query_table(delais)
  where jours >= 0
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
  valeurs
from comptes;

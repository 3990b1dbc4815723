-- Des délais en jours, par établissement puis par catégorie de matériel. delais : uai, annee, categorie, jours (vide tant que rien n'est arrivé).
-- Une ligne sans délai reste attendue : la couverture dit combien la médiane en laisse de côté, et ce sont souvent les plus longs.
create or replace macro delais_par_categorie(delais) as table
with comptes as (
  select
    uai,
    annee,
    case when grouping(categorie) = 0 then 'categorie' else 'ensemble' end as ventilation,
    case when grouping(categorie) = 0 then categorie else 'ensemble' end as modalite,
    count(*) as attendu,
    coalesce(list(jours::double order by jours) filter (where jours >= 0), []) as valeurs
  from query_table(delais)
  group by grouping sets ((uai, annee), (uai, annee, categorie))
)
select
  uai,
  annee,
  ventilation,
  modalite,
  list_sum(valeurs)::double as numerateur,
  nullif(len(valeurs), 0)::double as denominateur,
  len(valeurs) as n_unites,
  attendu,
  len(valeurs) as repondu,
  valeurs
from comptes;

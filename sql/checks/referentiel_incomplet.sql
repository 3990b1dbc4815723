/*---
description: "Une année compte bien moins d'établissements qu'une autre : son fichier d'effectifs ou d'IPS est sans doute incomplet, et ce qui se rapporte à tous les établissements y est faux. L'annuaire les donne tous."
niveau: alerte
---*/
with comptes as (
  select
    annee,
    degre,
    count(*) as etablissements
  from dim_etablissement
  group by annee, degre
),
fournies as (
  select
    *,
    max(etablissements) over (partition by degre) as ailleurs
  from comptes
)
select
  annee,
  degre,
  etablissements,
  ailleurs as etablissements_d_une_autre_annee
from fournies
where etablissements::double < 0.8 * ailleurs
  and ailleurs - etablissements >= 10
order by annee, degre

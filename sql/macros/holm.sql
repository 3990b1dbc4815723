-- Holm (1979): adjusted p-values, family by family. tests: famille, p and any other columns → the same columns, p_holm
create or replace macro holm(tests) as table
with ordre as (
  select
    *,
    row_number() over (partition by famille order by p) as rang,
    count(p) over (partition by famille) as taille
  from query_table(tests)
  where p is not null
)
select
  * exclude (rang, taille),
  least(1::double, max((taille - rang + 1) * p) over (
    partition by famille
    order by rang
    rows between unbounded preceding and current row
  )) as p_holm
from ordre;

-- Les lignes qu'une version plus récente de la même clé remplace. cles : cle (une structure), _version, _fichier, _ligne.
-- Trier tout pour quelques clés en double coûterait cher : seules celles-là se trient.
create or replace macro versions_perimees(cles) as table
with doublons as (
  select cle
  from query_table(cles)
  group by cle
  having count(*) > 1
)
select
  lignes._fichier,
  lignes._ligne
from query_table(cles) as lignes
join doublons
  on doublons.cle is not distinct from lignes.cle
qualify row_number() over (
  partition by lignes.cle
  order by lignes._version desc, lignes._fichier desc, lignes._ligne desc
) > 1;

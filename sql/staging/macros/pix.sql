-- L'établissement de chaque lieu que Pix nomme par un libellé précis (campagne, session) et un libellé général (organisation, centre).
-- lieux : precis, general ; correspondances : systeme, libelle_plie, uai, debut. Un lieu sans correspondance garde sa ligne, sans UAI.
create or replace macro etablissements_pix(lieux, correspondances, systeme_precis) as table
with courantes as (
  select
    systeme,
    libelle_plie,
    uai
  from query_table(correspondances)
  where uai is not null
  -- Un libellé qui a changé d'établissement : la correspondance la plus récente.
  qualify row_number() over (
    partition by systeme, libelle_plie
    order by debut desc nulls last, uai
  ) = 1
),
-- Plier un libellé coûte : une fois par lieu, et non par ligne.
plies as (
  select
    precis,
    general,
    plier(precis) as precis_plie,
    plier(general) as general_plie
  from (
    select distinct
      precis,
      general
    from query_table(lieux)
  ) as distincts
)
select
  plies.precis,
  plies.general,
  coalesce(par_precis.uai, par_general.uai) as uai
from plies
left join courantes as par_precis
  on par_precis.systeme = systeme_precis
  and par_precis.libelle_plie = plies.precis_plie
left join courantes as par_general
  on par_general.systeme = 'pix_organisation'
  and par_general.libelle_plie = plies.general_plie;

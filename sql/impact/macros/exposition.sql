-- First year of exposure of each school: the year from which all conditions hold together; exposure lasts.
-- mesures: the columns of imp_exposition. conditions: mesure, minimum. annee_fin: last year ('2024-2025') of which an unknown matters.
-- A condition that fails settles the year, whatever else is unknown; otherwise one unknown leaves the year unknown.
-- → uai, annee_exposition (NULL: never), est_inconnue (an unknown year before any exposure)
create or replace macro impact_expositions(mesures, conditions, annee_fin) as table
with longues as (
  select *
  from (
    select * exclude (premiere_mise_en_service)
    from query_table(mesures)
  )
  unpivot include nulls (
    valeur for mesure in (
      equipement_classe, annees_equipement, part_classes_socle, part_enseignants_formes, heures_par_enseignant, ent_ouvert, ateliers_parents, volets,
      departement_pilote
    )
  )
),
etats as (
  select
    l.uai,
    l.annee,
    case
      when bool_or(l.valeur < c.minimum) then false
      when bool_or(l.valeur is null) then null
      else true
    end as est_expose
  from longues as l
  join query_table(conditions) as c using (mesure)
  group by l.uai, l.annee
),
annees as (
  select
    uai,
    min(annee) filter (where est_expose) as annee_exposition,
    min(annee) filter (where est_expose is null and annee <= annee_fin) as premiere_inconnue
  from etats
  group by uai
)
select
  uai,
  annee_exposition,
  coalesce(premiere_inconnue < coalesce(annee_exposition, '9999-9999'), false) as est_inconnue
from annees;

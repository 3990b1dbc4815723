/*---
code: pi_jalons
libelle: Jalons de la feuille de route tenus à la date
volet: pilotage
description: Part des jalons dont l'échéance est passée qui ont été réalisés à la date, par thème.
unite: "%"
type: part
numerateur: Jalons réalisés au plus tard à leur échéance
denominateur: Jalons de l'année qui ne sont pas abandonnés
sens: hausse
sources: [projets]
ventilations: [theme]
periode: flux
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: "Un jalon réalisé sans date de réalisation compte comme tenu. Une échéance à venir n'est pas encore comptée : l'année en cours ne retient que les jalons réalisés ou dont l'échéance précède le dernier fait connu."
---*/
with dernier_fait as (
  select max(jour) as jour
  from (
    select max(date_realisation) as jour from stg_projets__jalons
    union all
    select max(date_debut) as jour from fct_formation_presence
  ) as faits
),
dus as (
  select
    theme,
    annee,
    statut = 'realise' and coalesce(date_realisation <= echeance, true) as est_tenu
  from stg_projets__jalons
  cross join dernier_fait
  where statut <> 'abandonne'
    and (statut = 'realise' or echeance <= dernier_fait.jour)
)
select
  null::varchar as uai,
  case when parametre_texte('departement') = '*' then 'programme' else 'departement' end as territoire_type,
  case when parametre_texte('departement') = '*' then 'TNE' else parametre_texte('departement') end as territoire_code,
  annee,
  case when grouping(theme) = 0 then 'theme' else 'ensemble' end as ventilation,
  case when grouping(theme) = 0 then theme else 'ensemble' end as modalite,
  (count(*) filter (where est_tenu))::double as numerateur,
  count(*)::double as denominateur,
  count(*) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dus
group by grouping sets ((annee), (annee, theme))

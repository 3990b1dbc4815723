/*---
description: >-
  Référentiel des établissements de chaque année du programme. Un établissement est présent quand les effectifs ou l'IPS de l'année le
  citent, ou quand l'annuaire le plus récent le donne ouvert ; fermé ou fusionné, il ne compte que les années où une source le cite. Une
  année sans effectifs ni IPS pour un degré prend ceux de l'année la plus proche (la précédente de préférence) ; annee_eleves et
  annee_effectifs disent d'où vient le chiffre.
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  nom: Nom
  type_etablissement: ecole_maternelle, ecole_elementaire, ecole_primaire, college, lycee_general, lycee_professionnel, lycee_polyvalent, erea
  degre: premier ou second
  secteur: public ou prive
  code_commune: Commune ou arrondissement municipal
  code_departement: Département, code court
  education_prioritaire: hors_ep, rep ou rep_plus ; vide si inconnu
  qpv: Position au quartier prioritaire, dans, moins_300m ou hors ; vide si inconnue
  ips: Indice de position sociale le plus proche de l'année
  quartile_ips: De q1 (le moins favorisé) à q4, parmi les établissements du même degré la même année
  eleves: Élèves
  annee_eleves: Année d'où vient le nombre d'élèves
  classes: Classes
  enseignants: Enseignants
  neo_titulaires: Enseignants néo-titulaires
  eleves_3e: Élèves de troisième
  eleves_terminale: Élèves de terminale et de dernière année de CAP
  familles_accompagnees: Familles repérées pour un accompagnement
  annee_effectifs: Année d'où viennent les effectifs déclarés
  latitude: Latitude, à défaut celle du centre de la commune
  longitude: Longitude, à défaut celle du centre de la commune
  code_circonscription: Circonscription d'après l'annuaire
  nom_circonscription: Nom de la circonscription d'après l'annuaire
  code_bassin: Bassin d'après l'annuaire
  nom_bassin: Nom du bassin d'après l'annuaire
---*/
with ips_recent as (
  select *
  from stg_etablissements__ips
  qualify row_number() over (
    partition by uai
    order by annee desc
  ) = 1
),
effectifs_recents as (
  select *
  from stg_etablissements__effectifs
  qualify row_number() over (
    partition by uai
    order by annee desc
  ) = 1
),
cites as (
  select uai from stg_etablissements__annuaire
  union
  select uai from stg_etablissements__ips
  union
  select uai from stg_etablissements__effectifs
),
identites as (
  select
    cites.uai,
    coalesce(annuaire.nom, ips.nom, cites.uai) as nom,
    coalesce(
      annuaire.type_etablissement,
      ips.type_etablissement,
      -- Un établissement que seuls les effectifs connaissent : ses classes d'examen disent ce qu'il est.
      case
        when effectifs.eleves_terminale > 0 then 'lycee_general'
        when effectifs.eleves_3e > 0 then 'college'
      end
    ) as type_etablissement,
    coalesce(annuaire.secteur, ips.secteur) as secteur,
    coalesce(annuaire.code_commune, ips.code_commune) as code_commune,
    annuaire.latitude,
    annuaire.longitude,
    annuaire.education_prioritaire,
    coalesce(not annuaire.est_ferme, false) as est_ouvert,
    annuaire.date_ouverture,
    annuaire.code_circonscription,
    annuaire.nom_circonscription,
    annuaire.code_bassin,
    annuaire.nom_bassin
  from cites
  -- Un établissement n'est pas dans toutes les sources : chacune complète l'autre sans perdre personne.
  left join stg_etablissements__annuaire as annuaire using (uai)
  left join ips_recent as ips using (uai)
  left join effectifs_recents as effectifs using (uai)
),
du_perimetre as (
  select
    identites.*,
    coalesce(communes.code_departement, departement_du_code(identites.code_commune, identites.uai)) as code_departement,
    case
      when identites.type_etablissement like 'ecole%' then 'premier'
      when identites.type_etablissement is not null then 'second'
    end as degre
  from identites
  -- Une commune absente du découpage ne fait pas perdre l'établissement.
  left join stg_territoires__communes as communes
    on communes.code = identites.code_commune
  where dans_le_perimetre(coalesce(communes.code_departement, departement_du_code(identites.code_commune, identites.uai)))
),
connus as (
  select
    uai,
    annee
  from stg_etablissements__effectifs
  union
  select
    uai,
    annee
  from stg_etablissements__ips
),
annees_connues as (
  select distinct
    coalesce(du_perimetre.degre, 'inconnu') as degre,
    connus.annee
  from connus
  join du_perimetre using (uai)
),
annees_de_reference as (
  select
    dim_annee.annee,
    annees_connues.degre,
    annees_connues.annee as annee_reference
  from dim_annee
  cross join annees_connues
  qualify row_number() over (
    partition by dim_annee.annee, annees_connues.degre
    order by distance_annees(dim_annee.annee, annees_connues.annee)
  ) = 1
),
presents as (
  select
    du_perimetre.uai,
    dim_annee.annee
  from du_perimetre
  cross join dim_annee
  where est_ouvert
    and coalesce(du_perimetre.date_ouverture <= dim_annee.fin, true)
  union
  select
    connus.uai,
    annees_de_reference.annee
  from connus
  join du_perimetre using (uai)
  join annees_de_reference
    on annees_de_reference.annee_reference = connus.annee
    and annees_de_reference.degre = coalesce(du_perimetre.degre, 'inconnu')
),
effectifs_proches as (
  select
    presents.uai,
    presents.annee,
    effectifs.annee as annee_effectifs,
    effectifs.* exclude (uai, annee)
  from presents
  join stg_etablissements__effectifs as effectifs using (uai)
  qualify row_number() over (
    partition by presents.uai, presents.annee
    order by distance_annees(presents.annee, effectifs.annee)
  ) = 1
),
ips_proches as (
  select
    presents.uai,
    presents.annee,
    ips.annee as annee_ips,
    ips.eleves
  from presents
  join stg_etablissements__ips as ips using (uai)
  where ips.eleves is not null
  qualify row_number() over (
    partition by presents.uai, presents.annee
    order by distance_annees(presents.annee, ips.annee)
  ) = 1
),
indices as (
  select
    presents.uai,
    presents.annee,
    ips.ips
  from presents
  join stg_etablissements__ips as ips using (uai)
  where ips.ips is not null
  qualify row_number() over (
    partition by presents.uai, presents.annee
    order by distance_annees(presents.annee, ips.annee)
  ) = 1
),
statuts as (
  select
    presents.uai,
    presents.annee,
    prioritaire.statut,
    prioritaire.qpv,
    prioritaire.latitude,
    prioritaire.longitude
  from presents
  join stg_etablissements__education_prioritaire as prioritaire using (uai)
  qualify row_number() over (
    partition by presents.uai, presents.annee
    order by distance_annees(presents.annee, coalesce(prioritaire.annee, presents.annee)), prioritaire.annee nulls last
  ) = 1
),
quartiles as (
  select
    indices.uai,
    indices.annee,
    'q' || ntile(4) over (
      partition by indices.annee, du_perimetre.degre
      order by indices.ips, indices.uai
    ) as quartile_ips
  from indices
  join du_perimetre using (uai)
)
select
  presents.uai,
  presents.annee,
  du_perimetre.nom,
  du_perimetre.type_etablissement,
  du_perimetre.degre,
  du_perimetre.secteur,
  du_perimetre.code_commune,
  du_perimetre.code_departement,
  coalesce(statuts.statut, du_perimetre.education_prioritaire) as education_prioritaire,
  statuts.qpv,
  indices.ips,
  quartiles.quartile_ips,
  case
    when effectifs_proches.eleves is null then ips_proches.eleves
    when ips_proches.eleves is null then effectifs_proches.eleves
    when distance_annees(presents.annee, ips_proches.annee_ips) < distance_annees(presents.annee, effectifs_proches.annee_effectifs) then ips_proches.eleves
    else effectifs_proches.eleves
  end as eleves,
  case
    when effectifs_proches.eleves is null then ips_proches.annee_ips
    when ips_proches.eleves is null then effectifs_proches.annee_effectifs
    when distance_annees(presents.annee, ips_proches.annee_ips) < distance_annees(presents.annee, effectifs_proches.annee_effectifs) then ips_proches.annee_ips
    else effectifs_proches.annee_effectifs
  end as annee_eleves,
  effectifs_proches.classes,
  effectifs_proches.enseignants,
  effectifs_proches.neo_titulaires,
  effectifs_proches.eleves_3e,
  effectifs_proches.eleves_terminale,
  effectifs_proches.familles_accompagnees,
  effectifs_proches.annee_effectifs,
  coalesce(du_perimetre.latitude, statuts.latitude, centres.latitude) as latitude,
  coalesce(du_perimetre.longitude, statuts.longitude, centres.longitude) as longitude,
  du_perimetre.code_circonscription,
  du_perimetre.nom_circonscription,
  du_perimetre.code_bassin,
  du_perimetre.nom_bassin
from presents
join du_perimetre using (uai)
-- Chaque attribut peut manquer : l'établissement reste, l'attribut est vide.
left join effectifs_proches using (uai, annee)
left join ips_proches using (uai, annee)
left join indices using (uai, annee)
left join statuts using (uai, annee)
left join quartiles using (uai, annee)
left join stg_territoires__centres as centres
  on centres.code = du_perimetre.code_commune
order by presents.uai, presents.annee

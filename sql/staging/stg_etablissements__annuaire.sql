/*---
description: "Établissements d'enseignement de l'annuaire : écoles, collèges, lycées, EREA."
grain: établissement
cle: [uai]
colonnes:
  uai: Identifiant de l'établissement
  nom: Nom
  type_etablissement: Type de la maison
  secteur: public ou prive
  code_commune: Commune ou arrondissement municipal
  nom_commune: Nom de la commune
  education_prioritaire: "Statut d'éducation prioritaire : hors_ep, rep, rep_plus"
  latitude: Latitude
  longitude: Longitude
  date_ouverture: Date d'ouverture
  est_ferme: L'annuaire le plus récent le donne fermé
  code_circonscription: UAI de la circonscription d'inspection
  nom_circonscription: Nom de la circonscription
  code_bassin: Bassin de formation
  nom_bassin: Nom du bassin
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
with dernieres as (
  select *
  from src_etablissements__annuaire
  qualify row_number() over (
    partition by uai
    order by _version desc, _fichier desc, _ligne desc
  ) = 1
)
select
  uai,
  nom,
  case
    when plier(type_etablissement) like 'ecole%' and coalesce(ecole_maternelle, false) and coalesce(ecole_elementaire, false) then 'ecole_primaire'
    when plier(type_etablissement) like 'ecole%' and coalesce(ecole_maternelle, false) then 'ecole_maternelle'
    when plier(type_etablissement) like 'ecole%' then 'ecole_elementaire'
    when plier(type_etablissement) like 'college%' then 'college'
    when plier(type_etablissement) like 'lycee%' and coalesce(voie_professionnelle, false) and (coalesce(voie_generale, false) or coalesce(voie_technologique, false)) then 'lycee_polyvalent'
    when plier(type_etablissement) like 'lycee%' and coalesce(voie_professionnelle, false) then 'lycee_professionnel'
    when plier(type_etablissement) like 'lycee%' then 'lycee_general'
    when plier(type_etablissement) like 'erea%' then 'erea'
  end as type_etablissement,
  secteur,
  code_commune,
  nom_commune,
  case education_prioritaire when 'REP' then 'rep' when 'REP+' then 'rep_plus' else 'hors_ep' end as education_prioritaire,
  latitude,
  longitude,
  date_ouverture,
  plier(coalesce(etat, 'ouvert')) like 'ferm%' as est_ferme,
  code_circonscription,
  regexp_replace(nom_circonscription, '^Circonscription d.inspection du 1er degr. d(e |u |es |'')', '') as nom_circonscription,
  code_bassin,
  nom_bassin,
  _fichier,
  _ligne
from dernieres
-- Services administratifs, centres d'orientation et médico-social ne sont pas des établissements d'enseignement du programme.
where plier(type_etablissement) like 'ecole%'
  or plier(type_etablissement) like 'college%'
  or plier(type_etablissement) like 'lycee%'
  or plier(type_etablissement) like 'erea%'

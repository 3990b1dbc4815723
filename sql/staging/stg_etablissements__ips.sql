/*---
description: Indice de position sociale des écoles, des collèges et des lycées, en une seule table.
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire (rentrée)
  nom: Nom
  code_commune: Commune ou arrondissement municipal
  secteur: public ou prive
  type_etablissement: Type de la maison
  eleves: Élèves de la rentrée
  ips: Indice de position sociale ; vide si la DEPP ne le publie pas
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
with lignes as (
  select
    uai,
    annee_scolaire,
    nom,
    code_commune,
    secteur,
    -- L'IPS n'existe que pour les écoles qui ont des classes élémentaires.
    case
      when plier(nom) like 'ecole primaire%' then 'ecole_primaire'
      else 'ecole_elementaire'
    end as type_etablissement,
    effectifs as eleves,
    ips,
    _version,
    _fichier,
    _ligne
  from src_etablissements__ips_ecoles
  union all
  select
    uai,
    annee_scolaire,
    nom,
    code_commune,
    secteur,
    'college' as type_etablissement,
    effectifs as eleves,
    ips,
    _version,
    _fichier,
    _ligne
  from src_etablissements__ips_colleges
  union all
  select
    uai,
    annee_scolaire,
    nom,
    code_commune,
    secteur,
    case plier(type_lycee)
      when 'lp' then 'lycee_professionnel'
      when 'lpo' then 'lycee_polyvalent'
      else 'lycee_general'
    end as type_etablissement,
    effectifs as eleves,
    ips,
    _version,
    _fichier,
    _ligne
  from src_etablissements__ips_lycees
)
select
  uai,
  annee_scolaire as annee,
  nom,
  code_commune,
  secteur,
  type_etablissement,
  eleves,
  ips,
  _fichier,
  _ligne
from lignes
qualify row_number() over (
  partition by uai, annee_scolaire
  order by _version desc, _fichier desc, _ligne desc
) = 1

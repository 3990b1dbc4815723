/*---
code: re_gar_acces_eleve
libelle: Accès aux ressources par le GAR, par élève
volet: ressources
description: Connexions qui ont ouvert une session du gestionnaire d'accès aux ressources dans l'année, rapportées aux élèves de l'académie.
unite: accès par élève
type: ratio
numerateur: Accès de l'année, tous profils
denominateur: Élèves des établissements de l'académie
sens: hausse
sources: [ressources, etablissements]
periode: flux
secret: aucun
reference: Données ouvertes du GAR (DNE)
limites: "Publié par académie, jamais par établissement : ne dit rien d'un territoire plus petit. Les accès des enseignants y sont comptés. Les élèves des écoles maternelles manquent au dénominateur là où seul l'IPS est connu. Sans les effectifs de toute l'académie (effectifs ou IPS de chacun de ses départements), il n'y a pas de rapport."
---*/
select
  null::varchar as uai,
  'academie' as territoire_type,
  gar.code_academie as territoire_code,
  gar.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  gar.acces::double as numerateur,
  academie.eleves::double as denominateur,
  academie.eleves::bigint as n_unites,
  1 as attendu,
  (academie.eleves is not null)::integer as repondu
from stg_ressources__gar as gar
-- Les élèves d'une académie ne sont pas toujours tous connus : le rapport manque, l'accès reste dit.
left join fct_eleves_academie as academie using (code_academie, annee)
where gar.annee is not null
  and gar.acces is not null
  and gar.code_academie in (select code from dim_territoire where type = 'academie')

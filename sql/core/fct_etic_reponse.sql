/*---
description: >-
  Enquête de type ETIC, attendus compris : une ligne par établissement du champ et par campagne, qu'il ait répondu ou non. Le champ d'une
  campagne est fait des degrés et des secteurs où au moins un établissement a répondu.
grain: établissement du champ × année d'enquête
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire de l'enquête
  degre: premier ou second
  type_etablissement: Type de la maison
  a_repondu: A répondu à l'enquête
  eleves: Élèves déclarés, à défaut ceux du référentiel
  ordinateurs_eleves: Ordinateurs à disposition des élèves
  ordinateurs_moins_5_ans: Dont ordinateurs de moins de 5 ans
  tablettes_eleves: Tablettes à disposition des élèves
  classes_mobiles: Classes mobiles
  tni: Tableaux et vidéoprojecteurs interactifs
  salles: Salles d'enseignement
  salles_videoprojection: Dont salles équipées de vidéoprojection
  debit_mbps: Débit descendant en Mb/s
  technologie_acces: fibre, xdsl, 4g, satellite ou autre
  ent: Dispose d'un ENT
  ent_solution: Solution d'ENT
  services_en_ligne: Dispose de services en ligne
  charte_usage: Dispose d'une charte d'usage du numérique
  charte_tous_membres: La charte est destinée à tous les membres de la communauté
  volet_numerique_projet: Volet numérique dans le projet d'école ou d'établissement
  comite_numerique: Dispose d'un comité du numérique
  plan_formation: Dispose d'un plan de formation au numérique
  filtrage: Dispose d'un filtrage
  assistance: Dispose d'une assistance
  palier_maturite: Palier de maturité numérique, de 1 à 5
  non_concerne: Colonnes que l'établissement dit ne pas le concerner
  non_collecte: Colonnes que le questionnaire de l'établissement n'avait pas
---*/
with reponses as (
  select
    etic.*,
    etic._non_collecte as non_collecte,
    etablissement.degre,
    etablissement.secteur
  from stg_etic__etic as etic
  join dim_etablissement as etablissement using (uai, annee)
),
champs as (
  select *
  from champs_d_enquete('reponses')
)
select
  etablissement.uai,
  etablissement.annee,
  etablissement.degre,
  etablissement.type_etablissement,
  reponses.uai is not null as a_repondu,
  case when reponses.uai is not null then coalesce(reponses.eleves, etablissement.eleves) end as eleves,
  reponses.ordinateurs_eleves,
  reponses.ordinateurs_moins_5_ans,
  reponses.tablettes_eleves,
  reponses.classes_mobiles,
  reponses.tni,
  reponses.salles,
  reponses.salles_videoprojection,
  reponses.debit_mbps,
  reponses.technologie_acces,
  reponses.ent,
  reponses.ent_solution,
  reponses.services_en_ligne,
  reponses.charte_usage,
  reponses.charte_tous_membres,
  reponses.volet_numerique_projet,
  reponses.comite_numerique,
  reponses.plan_formation,
  reponses.filtrage,
  reponses.assistance,
  reponses.palier_maturite,
  coalesce(reponses._non_concerne, []::varchar[]) as non_concerne,
  coalesce(reponses.non_collecte, champs.jamais_posees) as non_collecte
from dim_etablissement as etablissement
join champs
  on champs.annee = etablissement.annee
  and champs.degre is not distinct from etablissement.degre
  and champs.secteur is not distinct from etablissement.secteur
-- Qui n'a pas répondu reste attendu.
left join reponses
  on reponses.uai = etablissement.uai
  and reponses.annee = etablissement.annee
order by etablissement.uai, etablissement.annee

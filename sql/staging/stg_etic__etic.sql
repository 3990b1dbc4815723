/*---
description: Réponses des établissements à l'enquête sur l'équipement et les usages (type ETIC).
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  date_reponse: Date de la réponse
  eleves: Élèves déclarés
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
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
  _non_concerne: Colonnes où la ligne dit NC
  _non_collecte: Colonnes du contrat que le fichier n'a pas
---*/
select
  uai,
  annee_scolaire as annee,
  date_reponse,
  eleves,
  ordinateurs_eleves,
  ordinateurs_moins_5_ans,
  tablettes_eleves,
  classes_mobiles,
  tni,
  salles,
  salles_videoprojection,
  debit_mbps,
  technologie_acces,
  ent,
  ent_solution,
  services_en_ligne,
  charte_usage,
  charte_tous_membres,
  volet_numerique_projet,
  comite_numerique,
  plan_formation,
  filtrage,
  assistance,
  palier_maturite,
  _fichier,
  _ligne,
  _non_concerne,
  _non_collecte
from src_etic__etic
qualify row_number() over (
  partition by uai, annee_scolaire
  order by _version desc, _fichier desc, _ligne desc
) = 1

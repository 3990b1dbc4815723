/*---
description: Certifications Pix passées, avec celle qui compte pour chaque personne et chaque année (la validée, sinon la dernière). Ses niveaux par compétence restent dans stg_pix__certification.
grain: certification
cle: [certification]
colonnes:
  certification: Pseudonyme de la certification
  personne: Pseudonyme de la personne
  annee: Année scolaire du passage
  uai: Établissement ; vide si aucune correspondance ne le donne
  est_pix_edu: Certification Pix+ Édu d'un enseignant
  statut: validee, non_obtenue, annulee, en_erreur ou demarree
  est_validee: Certification obtenue
  est_retenue: Celle qui compte pour la personne, son établissement et l'année
  score: Score en Pix
  niveau_global: Niveau global d'après le score, de novice_1 à expert_2 ; aucun sous 64 Pix
---*/
with certifications as (
  select
    certification,
    personne,
    annee,
    uai,
    strip_accents(lower(coalesce(type_certification, ''))) like '%edu%' as est_pix_edu,
    statut,
    coalesce(statut = 'validee', false) as est_validee,
    score,
    date_passage
  from stg_pix__certification
),
-- Peu de personnes repassent la certification dans l'année : elles seules se trient.
repasses as (
  select
    coalesce(personne, certification) as candidat,
    annee,
    uai,
    est_pix_edu
  from certifications
  group by coalesce(personne, certification), annee, uai, est_pix_edu
  having count(*) > 1
),
ecartees as (
  select certifications.certification
  from certifications
  join repasses
    on repasses.candidat = coalesce(certifications.personne, certifications.certification)
    and repasses.annee is not distinct from certifications.annee
    and repasses.uai is not distinct from certifications.uai
    and repasses.est_pix_edu = certifications.est_pix_edu
  qualify row_number() over (
    partition by repasses.candidat, repasses.annee, repasses.uai, repasses.est_pix_edu
    order by certifications.est_validee desc, certifications.date_passage desc, certifications.score desc, certifications.certification
  ) > 1
)
select
  certification,
  personne,
  annee,
  uai,
  est_pix_edu,
  statut,
  est_validee,
  certification not in (select certification from ecartees) as est_retenue,
  score,
  -- Poids cumulés des niveaux d'une certification cœur : un niveau tous les 128 Pix après Novice 2.
  case
    when score >= 896 then 'expert_2'
    when score >= 768 then 'expert_1'
    when score >= 640 then 'avance_2'
    when score >= 512 then 'avance_1'
    when score >= 384 then 'independant_2'
    when score >= 256 then 'independant_1'
    when score >= 128 then 'novice_2'
    when score >= 64 then 'novice_1'
    when score is not null then 'aucun'
  end as niveau_global
from certifications

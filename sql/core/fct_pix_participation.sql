/*---
description: Participations aux campagnes d'évaluation Pix, avec celle qui compte pour chaque personne d'une campagne (la partagée, sinon la dernière).
grain: campagne × personne × début
cle: [campagne_id, personne, date_debut]
colonnes:
  campagne_id: Campagne
  personne: Pseudonyme du participant
  date_debut: Début
  annee: Année scolaire du début
  uai: Établissement ; vide si aucune correspondance ne le donne
  parcours: Parcours ou profil cible
  a_partage: A partagé ses résultats
  est_retenue: Celle qui compte pour la personne dans la campagne
  maitrise: Part des acquis du profil cible maîtrisés ; vide si non partagée
  acquis_domaines: Acquis du profil cible, par domaine
  acquis_maitrises_domaines: Acquis maîtrisés, par domaine
---*/
select
  campagne_id,
  personne,
  date_debut,
  annee,
  uai,
  parcours,
  coalesce(partage, false) as a_partage,
  row_number() over (
    partition by campagne_id, personne
    order by coalesce(partage, false) desc, date_partage desc nulls last, date_debut desc
  ) = 1 as est_retenue,
  case when partage then maitrise end as maitrise,
  acquis_domaines,
  acquis_maitrises_domaines
from stg_pix__campagne_evaluation

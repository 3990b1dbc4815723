/*---
description: >-
  Modalités de chaque ventilation, avec leur libellé et leur rang. Une modalité qui vient des données (discipline, dispositif, partenaire…)
  s'ajoute sous son propre libellé ; une modalité inconnue d'une liste fermée fait une alerte. Chacune a aussi un rang parmi toutes, que les
  tables d'indicateurs portent pendant qu'on les calcule : rapprocher et trier des entiers coûte bien moins que des textes.
grain: ventilation × modalité
cle: [ventilation, code]
colonnes:
  ventilation: Code de la ventilation
  code: Code de la modalité
  libelle: Libellé
  ordre: Rang d'affichage
  est_declaree: Écrite dans une liste, et non lue dans les données
  axe: Rang de la ventilation, un entier
  cellule: Rang parmi toutes les modalités de toutes les ventilations, un entier
---*/
with declarees as (
  select
    ventilation,
    code,
    libelle,
    ordre
  from (
    values
      ('ensemble', 'ensemble', 'Ensemble', 0),
      ('degre', 'premier', 'Premier degré', 0),
      ('degre', 'second', 'Second degré', 1),
      ('type_etablissement', 'ecole_maternelle', 'École maternelle', 0),
      ('type_etablissement', 'ecole_elementaire', 'École élémentaire', 1),
      ('type_etablissement', 'ecole_primaire', 'École primaire', 2),
      ('type_etablissement', 'college', 'Collège', 3),
      ('type_etablissement', 'lycee_general', 'Lycée général et technologique', 4),
      ('type_etablissement', 'lycee_professionnel', 'Lycée professionnel', 5),
      ('type_etablissement', 'lycee_polyvalent', 'Lycée polyvalent', 6),
      ('type_etablissement', 'erea', 'EREA', 7),
      ('secteur', 'public', 'Public', 0),
      ('secteur', 'prive', 'Privé', 1),
      ('education_prioritaire', 'hors_ep', 'Hors éducation prioritaire', 0),
      ('education_prioritaire', 'rep', 'REP', 1),
      ('education_prioritaire', 'rep_plus', 'REP+', 2),
      ('qpv', 'dans', 'Dans un quartier prioritaire', 0),
      ('qpv', 'moins_300m', 'À moins de 300 m', 1),
      ('qpv', 'hors', 'Hors quartier prioritaire', 2),
      ('quartile_ips', 'q1', 'Q1 (le moins favorisé)', 0),
      ('quartile_ips', 'q2', 'Q2', 1),
      ('quartile_ips', 'q3', 'Q3', 2),
      ('quartile_ips', 'q4', 'Q4 (le plus favorisé)', 3),
      ('volet', 'equipement', 'Équipement', 0),
      ('volet', 'ressources', 'Ressources', 1),
      ('volet', 'formation', 'Formation', 2),
      ('volet', 'parentalite', 'Parentalité et e-inclusion', 3),
      ('volet', 'transversal', 'Usages et compétences', 4),
      ('volet', 'pilotage', 'Pilotage', 5),
      ('enquete', 'etic', 'Enquête auprès des établissements', 0),
      ('enquete', 'enseignants', 'Enquête auprès des enseignants', 1),
      ('fonction', 'enseignant', 'Enseignants', 0),
      ('fonction', 'formateur', 'Formateurs', 1),
      ('fonction', 'cadre', 'Cadres', 2),
      ('fonction', 'autre', 'Autres', 3),
      ('categorie', 'ordinateur', 'Ordinateurs', 0),
      ('categorie', 'tablette', 'Tablettes', 1),
      ('categorie', 'classe_mobile', 'Classes mobiles', 2),
      ('categorie', 'tni', 'Tableaux et vidéoprojecteurs interactifs', 3),
      ('categorie', 'videoprojecteur', 'Vidéoprojecteurs', 4),
      ('categorie', 'visualiseur', 'Visualiseurs', 5),
      ('categorie', 'robotique', 'Robotique', 6),
      ('categorie', 'reseau', 'Réseau', 7),
      ('categorie', 'pret_famille', 'Prêt aux familles', 8),
      ('categorie', 'autre', 'Autres', 9),
      ('type_formation', 'locale', 'Formations locales', 0),
      ('type_formation', 'accompagnement_eple', 'Accompagnement des EPLE', 1),
      ('type_formation', 'personnes_ressources', 'Personnes ressources', 2),
      ('type_formation', 'certification', 'Certification', 3),
      ('type_formation', 'ent', 'ENT', 4),
      ('type_formation', 'usages_innovants', 'Usages innovants', 5),
      ('type_formation', 'usages_responsables', 'Usages responsables et ÉMI', 6),
      ('type_formation', 'projets', 'Projets et expérimentations', 7),
      ('type_formation', 'hybride', 'Hybrides', 8),
      ('type_formation', 'seminaire', 'Séminaires', 9),
      ('type_formation', 'autre', 'Autres', 10),
      ('modalite', 'presentiel', 'En présence', 0),
      ('modalite', 'distanciel', 'À distance', 1),
      ('modalite', 'hybride', 'Hybride', 2),
      ('operateur', 'EAFC', 'EAFC', 0),
      ('operateur', 'Canope', 'Réseau Canopé', 1),
      ('operateur', 'DRANE', 'DRANE', 2),
      ('operateur', 'autre', 'Autre opérateur', 3),
      ('certification', 'aucune', 'Aucune', 0),
      ('certification', 'c2i2e', 'C2i2e', 1),
      ('certification', 'pix_edu', 'Pix+ Édu', 2),
      ('besoin', 'equipement', 'Équipement', 0),
      ('besoin', 'ressources', 'Ressources', 1),
      ('besoin', 'formation', 'Formation', 2),
      ('frequence_usage', 'jamais', 'Jamais', 0),
      ('frequence_usage', 'mensuel', 'Chaque mois', 1),
      ('frequence_usage', 'hebdomadaire', 'Chaque semaine', 2),
      ('frequence_usage', 'quotidien', 'Chaque jour', 3),
      ('palier_maturite', '1', 'Palier 1', 0),
      ('palier_maturite', '2', 'Palier 2', 1),
      ('palier_maturite', '3', 'Palier 3', 2),
      ('palier_maturite', '4', 'Palier 4', 3),
      ('palier_maturite', '5', 'Palier 5', 4),
      ('domaine', '1', 'Information et données', 0),
      ('domaine', '2', 'Communication et collaboration', 1),
      ('domaine', '3', 'Création de contenu', 2),
      ('domaine', '4', 'Protection et sécurité', 3),
      ('domaine', '5', 'Environnement numérique', 4),
      ('niveau_pix', 'aucun', 'Sous le premier niveau', 0),
      ('niveau_pix', 'novice_1', 'Novice 1', 1),
      ('niveau_pix', 'novice_2', 'Novice 2', 2),
      ('niveau_pix', 'independant_1', 'Indépendant 1', 3),
      ('niveau_pix', 'independant_2', 'Indépendant 2', 4),
      ('niveau_pix', 'avance_1', 'Avancé 1', 5),
      ('niveau_pix', 'avance_2', 'Avancé 2', 6),
      ('niveau_pix', 'expert_1', 'Expert 1', 7),
      ('niveau_pix', 'expert_2', 'Expert 2', 8),
      ('type_atelier', 'atelier', 'Atelier', 0),
      ('type_atelier', 'cafe_numerique', 'Café numérique', 1),
      ('type_atelier', 'e_devoirs', 'E-devoirs', 2),
      ('type_atelier', 'mobile_multimedia', 'Mobile multimédia', 3),
      ('type_atelier', 'autre', 'Autre', 4),
      ('nombre_de_volets', '0', 'Aucun volet', 0),
      ('nombre_de_volets', '1', 'Un volet', 1),
      ('nombre_de_volets', '2', 'Deux volets', 2),
      ('nombre_de_volets', '3', 'Trois volets', 3),
      ('nombre_de_volets', '4', 'Les quatre volets', 4)
  ) as liste (ventilation, code, libelle, ordre)
  union all
  select
    'competence' as ventilation,
    code,
    code || ' ' || nom as libelle,
    (row_number() over (order by code))::integer as ordre
  from dim_competence
),
lues as (
  select
    ventilation,
    modalite as code
  from ind_toutes
  union
  select
    ventilation,
    modalite
  from lien_etablissement_ventilation
),
toutes as (
  select
    *,
    true as est_declaree
  from declarees
  union all
  select
    ventilation,
    code,
    case when code = 'non_precise' then 'Non précisé' else code end as libelle,
    case when code = 'non_precise' then 9999 else (1000 + row_number() over (partition by ventilation order by code))::integer end as ordre,
    false as est_declaree
  from lues
  where (ventilation, code) not in (select (ventilation, code) from declarees)
)
select
  ventilation,
  code,
  libelle,
  ordre,
  est_declaree,
  (dense_rank() over (order by ventilation))::integer as axe,
  (row_number() over (order by ventilation, code))::integer as cellule
from toutes
order by ventilation, ordre, code

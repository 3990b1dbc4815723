/*---
description: Les seize compétences Pix et leurs cinq domaines ; les certifications les désignent par leur code, les campagnes par leur nom.
grain: compétence
cle: [code]
colonnes:
  code: Code, de 1.1 à 5.2
  nom: Nom, comme les exports l'écrivent
  nom_plie: Nom sans accents ni casse, pour comparer
  code_domaine: Code du domaine, de 1 à 5
  domaine: Nom du domaine
---*/
select
  code,
  nom,
  plier(nom) as nom_plie,
  left(code, 1) as code_domaine,
  case left(code, 1)
    when '1' then 'Information et données'
    when '2' then 'Communication et collaboration'
    when '3' then 'Création de contenu'
    when '4' then 'Protection et sécurité'
    when '5' then 'Environnement numérique'
  end as domaine
from (
  values
    ('1.1', 'Mener une recherche et une veille d’information'),
    ('1.2', 'Gérer des données'),
    ('1.3', 'Traiter des données'),
    ('2.1', 'Interagir'),
    ('2.2', 'Partager et publier'),
    ('2.3', 'Collaborer'),
    ('2.4', 'S’insérer dans le monde numérique'),
    ('3.1', 'Développer des documents textuels'),
    ('3.2', 'Développer des documents multimédia'),
    ('3.3', 'Adapter les documents à leur finalité'),
    ('3.4', 'Programmer'),
    ('4.1', 'Sécuriser l’environnement numérique'),
    ('4.2', 'Protéger les données personnelles et la vie privée'),
    ('4.3', 'Protéger la santé, le bien-être et l’environnement'),
    ('5.1', 'Résoudre des problèmes techniques'),
    ('5.2', 'Construire un environnement numérique')
) as competences (code, nom)

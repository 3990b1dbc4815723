/*---
description: Ventilations, avec leur libellé et leur rang d'affichage. Une ventilation nouvelle d'un indicateur s'ajoute d'elle-même, sous son code.
grain: ventilation
cle: [code]
colonnes:
  code: Code
  libelle: Libellé
  ordre: Rang d'affichage
---*/
with connues as (
  select
    code,
    libelle,
    ordre
  from (
    values
      ('ensemble', 'Ensemble', 0),
      ('degre', 'Degré', 1),
      ('type_etablissement', 'Type d''établissement', 2),
      ('secteur', 'Secteur', 3),
      ('education_prioritaire', 'Éducation prioritaire', 4),
      ('qpv', 'Quartier prioritaire', 5),
      ('quartile_ips', 'Quartile d''IPS', 6),
      ('volet', 'Volet', 7),
      ('enquete', 'Enquête', 8),
      ('discipline', 'Discipline', 9),
      ('fonction', 'Fonction', 10),
      ('categorie', 'Catégorie de matériel', 11),
      ('type_formation', 'Type de formation', 12),
      ('modalite', 'Modalité de formation', 13),
      ('operateur', 'Opérateur', 14),
      ('certification', 'Certification', 15),
      ('besoin', 'Besoin exprimé', 16),
      ('frequence_usage', 'Fréquence d''usage', 17),
      ('palier_maturite', 'Palier de maturité numérique', 18),
      ('domaine', 'Domaine Pix', 19),
      ('competence', 'Compétence Pix', 20),
      ('niveau_pix', 'Niveau Pix', 21),
      ('ent_solution', 'Solution d''ENT', 22),
      ('dispositif', 'Dispositif', 23),
      ('type_atelier', 'Type d''atelier', 24),
      ('partenaire', 'Partenaire', 25),
      ('collectivite', 'Collectivité', 26),
      ('theme', 'Thème', 27),
      ('nombre_de_volets', 'Nombre de volets', 28)
  ) as liste (code, libelle, ordre)
)
select
  code,
  libelle,
  ordre
from connues
union all
select
  code,
  replace(upper(left(code, 1)) || substr(code, 2), '_', ' ') as libelle,
  (100 + row_number() over (order by code))::integer as ordre
from (
  select distinct unnest(ventilations) as code
  from ref_indicateur
) as demandees
where code not in (select code from connues)
order by ordre

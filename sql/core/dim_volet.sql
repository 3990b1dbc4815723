/*---
description: Les quatre volets du programme, et les deux rubriques qui les traversent.
grain: volet
cle: [code]
colonnes:
  code: Code du volet
  libelle: Libellé
  ordre: Rang d'affichage
---*/
select
  code,
  libelle,
  ordre
from (
  values
    ('equipement', 'Équipement', 1),
    ('ressources', 'Ressources', 2),
    ('formation', 'Formation', 3),
    ('parentalite', 'Parentalité et e-inclusion', 4),
    ('transversal', 'Usages et compétences', 5),
    ('pilotage', 'Pilotage', 6)
) as volets (code, libelle, ordre)

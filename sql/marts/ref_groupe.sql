/*---
description: Groupes de chaque établissement (voir lien_etablissement_ventilation), par leurs rangs.
grain: établissement × année × ventilation
cle: [etablissement, axe]
colonnes:
  etablissement: Rang de l'établissement dans l'année (voir lien_etablissement_zone)
  axe: Rang de la ventilation (voir ref_modalite)
  cellule: Rang de la modalité (voir ref_modalite)
---*/
select
  etablissements.etablissement,
  ref_modalite.axe,
  ref_modalite.cellule
from lien_etablissement_ventilation as lien
join lien_etablissement_zone as etablissements using (uai, annee)
join ref_modalite
  on ref_modalite.ventilation = lien.ventilation
  and ref_modalite.code = lien.modalite
order by etablissements.etablissement, ref_modalite.axe

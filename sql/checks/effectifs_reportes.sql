/*---
description: "Une année n'a ni effectifs ni IPS : les élèves et les enseignants sont ceux de l'année la plus proche."
niveau: alerte
---*/
select
  annee,
  degre,
  count(*) as etablissements,
  min(annee_eleves) as annee_eleves
from dim_etablissement
where annee_eleves <> annee
group by annee, degre
order by annee, degre

-- Écart entre deux années scolaires, une année passée étant toujours préférée à une année future.
create or replace macro distance_annees(voulue, offerte) as (
  case
    when offerte <= voulue then annee_debut(voulue) - annee_debut(offerte)
    else 1000 + annee_debut(offerte) - annee_debut(voulue)
  end
);

-- Département d'un code INSEE, à défaut celui que code le début de l'UAI (620 et 720 : Corse).
create or replace macro departement_du_code(code_commune, uai) as (
  case
    when left(code_commune, 2) = '97' then left(code_commune, 3)
    when code_commune is not null then left(code_commune, 2)
    when left(uai, 3) = '620' then '2A'
    when left(uai, 3) = '720' then '2B'
    when left(uai, 1) = '0' then substr(uai, 2, 2)
    else left(uai, 3)
  end
);

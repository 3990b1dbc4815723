-- Une réponse oui/non comme terme d'une part.
create or replace macro un_si(condition) as (
  case
    when condition then 1::double
    when not condition then 0::double
  end
);

-- Un établissement du champ est attendu, sauf pour une question qui ne le concerne pas.
create or replace macro attendu_sauf(colonnes_non_concernees, colonne) as (
  case when list_contains(colonnes_non_concernees, colonne) then 0 else 1 end
);

-- L'année scolaire court du 1er septembre au 31 août.
create or replace macro annee_scolaire_du(jour) as (
  case
    when jour is null then null
    when month(jour) >= 9 then year(jour)::varchar || '-' || (year(jour) + 1)::varchar
    else (year(jour) - 1)::varchar || '-' || year(jour)::varchar
  end
);

-- Un exercice civil N a huit de ses douze mois dans l'année scolaire qui finit en N.
create or replace macro annee_du_budget(exercice) as (
  case
    when exercice::varchar like '____-____' then exercice::varchar
    else (exercice::varchar::integer - 1)::varchar || '-' || exercice::varchar
  end
);

create or replace macro annee_debut(annee_scolaire) as (left(annee_scolaire, 4)::integer);

-- L'année scolaire qui commence une année civile.
create or replace macro annee_qui_commence(debut) as (debut::varchar || '-' || (debut + 1)::varchar);

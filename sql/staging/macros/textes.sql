-- Forme dans laquelle deux libellés se comparent : sans accent, en minuscules, apostrophes droites, espaces réduites.
create or replace macro plier(texte) as (
  regexp_replace(trim(lower(strip_accents(translate(texte, '’‘ʼ`´ ', '''''''''''  ')))), '\s+', ' ', 'g')
);

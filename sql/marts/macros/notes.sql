-- Les notes d'une enquête (fiche de statistiques, §1.6), aux seuils de la configuration de l'espace.
create or replace macro note_de_reponse(taux, taux_du_groupe_le_plus_bas) as response_grade(
  taux,
  taux_du_groupe_le_plus_bas,
  forte := parametre('reponse_forte'),
  forte_groupe := parametre('reponse_forte_groupe'),
  moyenne := parametre('reponse_moyenne'),
  faible := parametre('reponse_faible')
);

create or replace macro note_de_proportion(part, n_efficace, bas, haut, degres) as proportion_grade(
  part,
  n_efficace,
  bas,
  haut,
  degres,
  n_min := parametre('fiable_n_min'),
  largeur_max := parametre('fiable_largeur_max'),
  largeur_sure := parametre('fiable_largeur_sure'),
  relative_max := parametre('fiable_largeur_relative_max')
);

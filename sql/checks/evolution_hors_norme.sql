/*---
description: "La déclaration d'un établissement a bougé d'une année à l'autre bien plus que celles des autres, au-delà de ce que sa taille explique : à lui demander."
niveau: alerte
---*/
with declarations as (
  select
    ind_toutes.indicateur,
    ind_toutes.uai,
    annee_debut(ind_toutes.annee) as debut,
    ind_toutes.annee,
    ind_toutes.numerateur,
    ind_toutes.denominateur
  from ind_toutes
  join ref_indicateur
    on ref_indicateur.code = ind_toutes.indicateur
  where ref_indicateur.enquete = 'etic'
    and ref_indicateur.type = 'ratio'
    and ind_toutes.ventilation = 'ensemble'
    and ind_toutes.numerateur > 0
    and ind_toutes.denominateur > 0
),
ecarts as (
  select
    apres.indicateur,
    apres.uai,
    apres.annee,
    avant.numerateur as numerateur_avant,
    avant.denominateur as denominateur_avant,
    apres.numerateur,
    apres.denominateur,
    ln((apres.numerateur / apres.denominateur) / (avant.numerateur / avant.denominateur)) as ecart,
    -- Deux comptages indépendants (Poisson) : un petit établissement bouge davantage sans que rien n'ait changé.
    sqrt(1 / apres.numerateur + 1 / apres.denominateur + 1 / avant.numerateur + 1 / avant.denominateur) as ecart_de_taille
  from declarations as apres
  join declarations as avant
    on avant.indicateur = apres.indicateur
    and avant.uai = apres.uai
    and avant.debut = apres.debut - 1
),
normes as (
  select
    indicateur,
    annee,
    median(ecart) as milieu,
    -- 1,4826 écart absolu médian vaut un écart type.
    1.4826 * mad(ecart) as etendue
  from ecarts
  group by indicateur, annee
)
select
  ecarts.indicateur,
  ecarts.uai,
  ecarts.annee,
  ecarts.numerateur_avant,
  ecarts.denominateur_avant,
  ecarts.numerateur,
  ecarts.denominateur,
  round(exp(ecarts.ecart), 2) as multiplie_par
from ecarts
join normes using (indicateur, annee)
where abs(ecarts.ecart - normes.milieu) > 4 * greatest(normes.etendue, ecarts.ecart_de_taille)
order by ecarts.indicateur, ecarts.uai, ecarts.annee

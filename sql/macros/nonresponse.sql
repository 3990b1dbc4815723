-- How far the respondents may be from the frame. R-indicator: Schouten, Cobben, Bethlehem (2009), Survey Methodology 35(1).
-- Bounds without any assumption: Horowitz, Manski (1998), Journal of Econometrics 84.
--
-- strates: domaine, strate, cadre (units of the frame), n (respondents), x (respondents who say yes, NULL when there is no proportion)
-- A stratum without any respondent stays in with rate 0.
-- → domaine, cadre, n, response_rate, rate_min (lowest stratum), s_rho, r_indicator, cv_response, max_abs_bias_proportion,
--   p_respondents, manski_low, manski_high
create or replace macro nonresponse(strates) as table
with totaux as (
  select
    domaine,
    sum(cadre)::double as cadre,
    sum(n)::double as n,
    sum(n)::double / nullif(sum(cadre), 0) as response_rate,
    sum(x)::double / nullif(sum(n), 0) as p_respondents
  from query_table(strates)
  group by domaine
),
dispersion as (
  select
    s.domaine,
    min(s.n::double / s.cadre) as rate_min,
    sqrt(sum(s.cadre * (s.n::double / s.cadre - t.response_rate) ^ 2) / nullif(any_value(t.cadre) - 1::double, 0)) as s_rho
  from query_table(strates) as s
  join totaux as t on t.domaine = s.domaine
  where s.cadre > 0
  group by s.domaine
)
select
  domaine,
  cadre::bigint as cadre,
  n::bigint as n,
  response_rate,
  rate_min,
  s_rho,
  1::double - 2::double * s_rho as r_indicator,
  s_rho / nullif(response_rate, 0) as cv_response,
  0.5::double * s_rho / nullif(response_rate, 0) as max_abs_bias_proportion,
  p_respondents,
  response_rate * p_respondents as manski_low,
  response_rate * p_respondents + 1::double - response_rate as manski_high
from totaux
join dispersion using (domaine);

-- Grade of a response rate (method sheet §1.6): NCES standard 4-4, OMB 2006 guideline 3.2.9, PISA, and the observatoire's own line at 50 %.
create or replace macro response_grade(response_rate, rate_min, forte := 0.85::double, forte_groupe := 0.70::double, moyenne := 0.65::double, faible := 0.50::double) as
  case
    when response_rate is null then null
    when response_rate < faible then 'reponse_insuffisante'
    when response_rate < moyenne then 'reponse_faible'
    when response_rate >= forte and rate_min >= forte_groupe then 'reponse_forte'
    else 'reponse_moyenne'
  end;

-- Grade of a proportion by its interval: Parker et al. (2017), NCHS, Vital and Health Statistics 2(175).
create or replace macro proportion_grade(p, n_eff, low, high, df, n_min := 30, largeur_max := 0.30::double, largeur_sure := 0.05::double, relative_max := 1.30::double) as
  case
    when p is null then null
    when n_eff < n_min or high - low >= largeur_max then 'non_publie'
    when df < 8 then 'a_lire_avec_prudence'
    when high - low <= largeur_sure then 'fiable'
    when high - low > relative_max * least(p, 1::double - p) then 'non_publie'
    else 'a_lire_avec_prudence'
  end;

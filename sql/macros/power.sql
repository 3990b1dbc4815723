-- Minimum detectable effect, to print with every "pas d'effet détecté": Bloom (1995), Evaluation Review 19(5).
-- Same unit as se. df = clusters - 1, or Welch / Satterthwaite degrees of freedom.
create or replace macro minimum_detectable_effect(se, df, alpha := 0.05, power := 0.80) as
  (t_quantile(1::double - alpha::double / 2::double, df::double) + t_quantile(power::double, df::double)) * se::double;

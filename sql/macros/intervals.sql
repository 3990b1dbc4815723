-- Intervals of a proportion. x units of n say yes; level is 0.95 unless told. n = 0 has no estimate and no interval: NULL.

-- Wilson (1927), the default: Brown, Cai, DasGupta (2001), Statistical Science 16(2). p in [0, 1], n may be an effective number.
create or replace macro wilson_half_width(p, n, z) as
  z / (1::double + z * z / n) * sqrt(p * (1::double - p) / n + z * z / (4::double * n * n));
create or replace macro wilson_centre(p, n, z) as
  (p + z * z / (2::double * n)) / (1::double + z * z / n);
create or replace macro wilson_p_low(p, n, level := 0.95) as
  list_transform(
    [{'p': p::double, 'n': n::double, 'z': normal_critical(level)}],
    lambda v: case
      when v.n > 0::double and v.p = 0::double then 0::double
      when v.n > 0::double then greatest(0::double, wilson_centre(v.p, v.n, v.z) - wilson_half_width(v.p, v.n, v.z))
    end
  )[1];
create or replace macro wilson_p_high(p, n, level := 0.95) as
  list_transform(
    [{'p': p::double, 'n': n::double, 'z': normal_critical(level)}],
    lambda v: case
      when v.n > 0::double and v.p = 1::double then 1::double
      when v.n > 0::double then least(1::double, wilson_centre(v.p, v.n, v.z) + wilson_half_width(v.p, v.n, v.z))
    end
  )[1];
create or replace macro wilson_low(x, n, level := 0.95) as
  case when n > 0 then wilson_p_low(x::double / n::double, n::double, level := level) end;
create or replace macro wilson_high(x, n, level := 0.95) as
  case when n > 0 then wilson_p_high(x::double / n::double, n::double, level := level) end;

-- Finite population: n is replaced by n (N - 1) / (N - n). NULL without frame (no correction asked for) and for a census (n = N).
create or replace macro effective_n_fpc(n, cadre) as
  case when n > 0 and cadre > n then n::double * (cadre::double - 1::double) / (cadre::double - n::double) end;
-- A census has the interval [p, p], for the respondents' population only; no frame gives NULL.
create or replace macro wilson_fpc_low(x, n, cadre, level := 0.95) as
  case
    when n > 0 and cadre = n then x::double / n::double
    when n > 0 and cadre > n then wilson_p_low(x::double / n::double, effective_n_fpc(n, cadre), level := level)
  end;
create or replace macro wilson_fpc_high(x, n, cadre, level := 0.95) as
  case
    when n > 0 and cadre = n then x::double / n::double
    when n > 0 and cadre > n then wilson_p_high(x::double / n::double, effective_n_fpc(n, cadre), level := level)
  end;

-- Jeffreys: beta posterior with prior (1/2, 1/2), closed at 0 and 1 (Brown, Cai, DasGupta 2001).
create or replace macro jeffreys_low(x, n, level := 0.95) as
  case
    when n > 0 and x = 0 then 0::double
    when n > 0 then beta_quantile(0.5::double - level::double / 2::double, x::double + 0.5::double, n::double - x::double + 0.5::double)
  end;
create or replace macro jeffreys_high(x, n, level := 0.95) as
  case
    when n > 0 and x = n then 1::double
    when n > 0 then beta_quantile(0.5::double + level::double / 2::double, x::double + 0.5::double, n::double - x::double + 0.5::double)
  end;

-- Clopper and Pearson (1934): exact, conservative.
create or replace macro clopper_pearson_low(x, n, level := 0.95) as
  case
    when n > 0 and x = 0 then 0::double
    when n > 0 then beta_quantile(0.5::double - level::double / 2::double, x::double, n::double - x::double + 1::double)
  end;
create or replace macro clopper_pearson_high(x, n, level := 0.95) as
  case
    when n > 0 and x = n then 1::double
    when n > 0 then beta_quantile(0.5::double + level::double / 2::double, x::double + 1::double, n::double - x::double)
  end;

-- Interval of an estimate with its standard error and degrees of freedom. NULL when df < 1.
create or replace macro t_low(estimate, se, df, level := 0.95) as
  case when df >= 1 then estimate::double - t_critical(level, df) * se::double end;
create or replace macro t_high(estimate, se, df, level := 0.95) as
  case when df >= 1 then estimate::double + t_critical(level, df) * se::double end;

-- Survey proportion: interval on the logit scale, se of logit(p) = se / (p (1 - p)) (Lumley 2010, §2.3). NULL for p in {0, 1}: use wilson_p_*.
create or replace macro inverse_logit(x) as 1::double / (1::double + exp(-x));
create or replace macro logit_low(p, se, df, level := 0.95) as
  case
    when p::double > 0::double and p::double < 1::double and df >= 1
      then inverse_logit(ln(p::double / (1::double - p::double)) - t_critical(level, df) * se::double / (p::double * (1::double - p::double)))
  end;
create or replace macro logit_high(p, se, df, level := 0.95) as
  case
    when p::double > 0::double and p::double < 1::double and df >= 1
      then inverse_logit(ln(p::double / (1::double - p::double)) + t_critical(level, df) * se::double / (p::double * (1::double - p::double)))
  end;

-- What a model asks for: logit inside ]0, 1[, Wilson with an effective number of units at the bounds (the caller flags `borne`).
create or replace macro survey_proportion_low(p, se, df, n_eff, level := 0.95) as
  case
    when p::double <= 0::double or p::double >= 1::double then wilson_p_low(p, n_eff, level := level)
    else logit_low(p, se, df, level := level)
  end;
create or replace macro survey_proportion_high(p, se, df, n_eff, level := 0.95) as
  case
    when p::double <= 0::double or p::double >= 1::double then wilson_p_high(p, n_eff, level := level)
    else logit_high(p, se, df, level := level)
  end;

-- Quantile of the gamma law (shape, scale), by chi-square.
create or replace macro gamma_quantile(p, shape, scale) as
  scale::double / 2::double * chi2_quantile(p::double, 2::double * shape::double);

-- Exact limits of a Poisson count: Garwood (1936).
create or replace macro poisson_low(x, level := 0.95) as
  case when x = 0 then 0::double else gamma_quantile(0.5::double - level::double / 2::double, x, 1) end;
create or replace macro poisson_high(x, level := 0.95) as
  gamma_quantile(0.5::double + level::double / 2::double, x + 1, 1);

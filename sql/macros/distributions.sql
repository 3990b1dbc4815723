-- Normal distribution in plain SQL. The other laws (t_quantile, t_cdf, beta_quantile, chi2_cdf, f_cdf) are functions
-- that pipelines/lib/statistics registers on the connection: DuckDB has none of them.

-- Quantile of the standard normal law: Wichura (1988), algorithm AS 241 (PPND16), Applied Statistics 37(3).
create or replace macro normal_tail_quantile(r) as
  case
    when r <= 5::double then
      (((((((7.74545014278341407640e-4::double * (r - 1.6::double) + 2.27238449892691845833e-2::double)
        * (r - 1.6::double) + 2.41780725177450611770e-1::double) * (r - 1.6::double) + 1.27045825245236838258e0::double)
        * (r - 1.6::double) + 3.64784832476320460504e0::double) * (r - 1.6::double) + 5.76949722146069140550e0::double)
        * (r - 1.6::double) + 4.63033784615654529590e0::double) * (r - 1.6::double) + 1.42343711074968357734e0::double)
      / (((((((1.05075007164441684324e-9::double * (r - 1.6::double) + 5.47593808499534494600e-4::double)
        * (r - 1.6::double) + 1.51986665636164571966e-2::double) * (r - 1.6::double) + 1.48103976427480074590e-1::double)
        * (r - 1.6::double) + 6.89767334985100004550e-1::double) * (r - 1.6::double) + 1.67638483018380384940e0::double)
        * (r - 1.6::double) + 2.05319162663775882187e0::double) * (r - 1.6::double) + 1::double)
    else
      (((((((2.01033439929228813265e-7::double * (r - 5::double) + 2.71155556874348757815e-5::double)
        * (r - 5::double) + 1.24266094738807843860e-3::double) * (r - 5::double) + 2.65321895265761230930e-2::double)
        * (r - 5::double) + 2.96560571828504891230e-1::double) * (r - 5::double) + 1.78482653991729133580e0::double)
        * (r - 5::double) + 5.46378491116411436990e0::double) * (r - 5::double) + 6.65790464350110377720e0::double)
      / (((((((2.04426310338993978564e-15::double * (r - 5::double) + 1.42151175831644588870e-7::double)
        * (r - 5::double) + 1.84631831751005468180e-5::double) * (r - 5::double) + 7.86869131145613259100e-4::double)
        * (r - 5::double) + 1.48753612908506148525e-2::double) * (r - 5::double) + 1.36929880922735805310e-1::double)
        * (r - 5::double) + 5.99832206555887937690e-1::double) * (r - 5::double) + 1::double)
  end;

create or replace macro normal_central_quantile(q, r) as
  q
  * (((((((2.5090809287301226727e3::double * r + 3.3430575583588128105e4::double) * r + 6.7265770927008700853e4::double)
    * r + 4.5921953931549871457e4::double) * r + 1.3731693765509461125e4::double) * r + 1.9715909503065514427e3::double)
    * r + 1.3314166789178437745e2::double) * r + 3.3871328727963666080e0::double)
  / (((((((5.2264952788528545610e3::double * r + 2.8729085735721942674e4::double) * r + 3.9307895800092710610e4::double)
    * r + 2.1213794301586595867e4::double) * r + 5.3941960214247511077e3::double) * r + 6.8718700749205790830e2::double)
    * r + 4.2313330701600911252e1::double) * r + 1::double);

-- p in ]0, 1[; NULL outside. A list of one element names a value: a macro repeats its argument wherever it is used, and the repeated
-- polynomials took half a second to bind.
create or replace macro normal_quantile(p) as
  list_transform(
    [p::double],
    lambda q: case
      when q <= 0::double or q >= 1::double then null
      when abs(q - 0.5::double) <= 0.425::double
        then list_transform([0.180625::double - (q - 0.5::double) ^ 2], lambda r: normal_central_quantile(q - 0.5::double, r))[1]
      else
        sign(q - 0.5::double)
        * list_transform([sqrt(-ln(least(q, 1::double - q)))], lambda r: normal_tail_quantile(r))[1]
    end
  )[1];

-- Upper tail of the standard normal law for x >= 0: Hart (1968) as given by West (2005), Wilmott Magazine, up to 4.5; beyond, Laplace's
-- continued fraction to 16 terms, because Hart's absolute precision is not a relative one there (5e-10 at 6) and p-values are read relatively.
create or replace macro normal_upper_tail_of(x) as
  case
    when x > 37::double then 0::double
    when x < 4.5::double then
      exp(-x * x / 2::double)
      * ((((((3.52624965998911e-2::double * x + 0.700383064443688::double) * x + 6.37396220353165::double)
        * x + 33.912866078383::double) * x + 112.079291497871::double) * x + 221.213596169931::double)
        * x + 220.206867912376::double)
      / (((((((8.83883476483184e-2::double * x + 1.75566716318264::double) * x + 16.064177579207::double)
        * x + 86.7807322029461::double) * x + 296.564248779674::double) * x + 637.333633378831::double)
        * x + 793.826512519948::double) * x + 440.413735824752::double)
    else
      exp(-x * x / 2::double)
      / (
        x + 1::double / (x + 2::double / (x + 3::double / (x + 4::double / (x + 5::double / (x + 6::double / (x + 7::double / (x
        + 8::double / (x + 9::double / (x + 10::double / (x + 11::double / (x + 12::double / (x + 13::double / (x + 14::double /
        (x + 15::double / (x + 16::double / (x))))))))))))))))
      )
      / 2.5066282746310005::double
  end;

create or replace macro normal_upper_tail(x) as list_transform([x::double], lambda v: normal_upper_tail_of(v))[1];

create or replace macro normal_cdf(x) as
  list_transform(
    [x::double],
    lambda v: case when v > 0::double then 1::double - normal_upper_tail(v) else normal_upper_tail(-v) end
  )[1];

-- Two-sided p-values of a standardised statistic.
create or replace macro normal_p_value(z) as 2::double * normal_upper_tail(abs(z::double));
create or replace macro t_p_value(t, df) as 2::double * t_cdf(-abs(t::double), df::double);

-- Two-sided quantiles for a confidence level, for instance 0.95.
create or replace macro normal_critical(level) as normal_quantile(0.5::double + level::double / 2::double);
create or replace macro t_critical(level, df) as t_quantile(0.5::double + level::double / 2::double, df::double);

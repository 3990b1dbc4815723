import {join} from "node:path";
import {quoteText, type Database} from "../../pipelines/lib/duckdb.ts";

/** The tables beside the figures, made from the table `pub` of the fixture: changes with their refusals, values expected at like profile with theirs. */
export async function writeBeside(database: Database, dir: string): Promise<void> {
  await database.run(`
copy (
  with paires as (
    select
      *,
      lag(annee) over suite as annee_precedente,
      lag(valeur) over suite as valeur_precedente
    from pub
    where ventilation = 'ensemble'
    window suite as (partition by indicateur, territoire_type, territoire_code order by annee)
  )
  select
    indicateur, volet, territoire_type, territoire_code, annee, annee_precedente, valeur, valeur_precedente, evolution,
    case when territoire_type = 'circonscription' then 0.021 else evolution * 1.5 end as evolution_perimetre_constant,
    12 as etablissements_communs,
    evolution is not null as comparable,
    case when statut = 'secret' then 'secret' when territoire_type = 'circonscription' then 'territoire_redecoupe' when evolution is null then 'reponse_insuffisante' end as motif
  from paires
  where annee_precedente is not null
) to ${quoteText(join(dir, "pub_evolution.parquet"))} (format parquet)`);
  await database.run(`
copy (
  select
    indicateur, volet, territoire_type, territoire_code, annee, valeur,
    case when territoire_code <> '13004' then valeur - 0.05 end as attendu,
    case when territoire_code <> '13004' then 0.05 end as ecart,
    case when territoire_code <> '13004' then 0.02 end as ecart_bas,
    case when territoire_code <> '13004' then 0.08 end as ecart_haut,
    case when territoire_code <> '13004' then 9 end as etablissements,
    case when territoire_code = '13004' then 'profil_rare' end as motif
  from pub
  where indicateur = 'us_visualisation_collective'
    and ventilation = 'ensemble'
    and territoire_type not in ('departement', 'programme', 'academie')
    and valeur is not null
) to ${quoteText(join(dir, "pub_profil.parquet"))} (format parquet)`);
  await database.run(`
copy (
  select indicateur, volet, territoire_type, territoire_code, annee, ventilation, modalite, valeur * 0.5 as quartile_1, valeur as mediane, valeur * 2 as quartile_3, n_unites
  from pub
  where indicateur = 'eq_delai_livraison'
    and ventilation = 'ensemble'
    and valeur is not null
) to ${quoteText(join(dir, "pub_quartiles.parquet"))} (format parquet)`);
}

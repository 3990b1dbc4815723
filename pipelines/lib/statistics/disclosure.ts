import {type Database, quoteIdent, quoteText} from "../duckdb.ts";

/** Names of the relations that describe tables to protect: see sql/macros/disclosure.sql for their columns. */
export interface TreeTables {
  /** tableau, noeud, parent, total, seuil */
  readonly nodes: string;
  /** tableau, noeud, categorie, valeur */
  readonly cells: string;
  /** Table to write: tableau, noeud, total_masque, masse, detail_masque. One symbol for both masks: why a cell is hidden is a secret too. */
  readonly masks: string;
}

export interface TreeAudit {
  readonly small: number;
  readonly unsafe: number;
}

/**
 * Hides rows of territory trees crossed with a breakdown, so that no small count can be bounded within less than its threshold.
 * All tables (one per indicator, year and breakdown) are done together; counts are unweighted. Returns the audit of what it wrote,
 * and throws if one cell could still be bounded. Method: statistics sheet §4.4 (block of rows, Fréchet bounds).
 */
export async function hideSmallCells(database: Database, {nodes, cells, masks}: TreeTables): Promise<TreeAudit> {
  await database.run(`
    create or replace temp table secret_noeuds as select tableau, noeud, parent, total::double as total, seuil::double as seuil from query_table(${quoteText(nodes)});
    -- a category without row is a zero: the sums below need every one
    create or replace temp table secret_cellules as
      select n.tableau, n.noeud, c.categorie, coalesce(v.valeur, 0)::double as valeur
      from secret_noeuds as n
      join (select distinct tableau, categorie from query_table(${quoteText(cells)})) as c on c.tableau = n.tableau
      left join query_table(${quoteText(cells)}) as v on v.tableau = n.tableau and v.noeud = n.noeud and v.categorie = c.categorie;
    create or replace temp table secret_fermeture as select * from tree_closure('secret_noeuds');
    create or replace temp table secret_totaux as select * from hidden_totals('secret_noeuds', 'secret_fermeture');
    create or replace temp table secret_profondeurs as
      select tableau, noeud, max(distance) as profondeur from secret_fermeture group by tableau, noeud;
    -- what lies under each node: it is hidden with it, so its small cells are audited with its block
    create or replace temp table secret_colonnes as
      select
        c.tableau,
        f.ancetre as noeud,
        c.categorie,
        sum(c.valeur) filter (where f.distance = 0) as valeur,
        bool_or(is_small(c.valeur, n.seuil)) as a_petite,
        bool_or(is_small(c.valeur, n.seuil) and not t.total_masque) as a_petite_publiee,
        max(n.total) filter (where is_small(c.valeur, n.seuil) and not t.total_masque) as ligne_max,
        bool_or(is_small(c.valeur, n.seuil)) filter (where f.distance = 0) as est_petite
      from secret_cellules as c
      join secret_noeuds as n using (tableau, noeud)
      join secret_totaux as t using (tableau, noeud)
      join secret_fermeture as f on f.tableau = c.tableau and f.noeud = c.noeud
      group by c.tableau, f.ancetre, c.categorie;
    create or replace temp table secret_obliges as
      select tableau, noeud from secret_totaux where total_masque
      union
      select tableau, noeud from secret_colonnes where est_petite;
    create or replace temp table secret_choisis as select tableau, noeud from secret_noeuds where false;
  `);
  const {depth} = await database.one<{depth: number | null}>("select max(profondeur) as depth from secret_profondeurs");
  for (let level = depth ?? 0; level >= 1; level -= 1) {
    await database.run(`
      create or replace temp table secret_lignes as
      with lignes as (
        select
          n.tableau,
          n.parent,
          n.noeud,
          n.total,
          n.seuil,
          o.noeud is not null as est_oblige,
          (select max(c.ligne_max) from secret_colonnes as c where c.tableau = n.tableau and c.noeud = n.noeud) as ligne_max
        from secret_noeuds as n
        join secret_profondeurs as p on p.tableau = n.tableau and p.noeud = n.noeud and p.profondeur = ${String(level)}
        left join secret_obliges as o on o.tableau = n.tableau and o.noeud = n.noeud -- most rows may stay
      )
      select * from ranked_rows('lignes');
      create or replace temp table secret_derniers as select * from hidden_rows('secret_lignes', 'secret_colonnes');
      insert into secret_choisis
        select l.tableau, l.noeud
        from secret_lignes as l
        join secret_derniers as d on d.tableau = l.tableau and d.parent = l.parent
        where l.rang <= d.dernier;
      -- a parent whose children cannot be protected beneath it must lose its own breakdown
      insert into secret_obliges
        select d.tableau, d.parent
        from secret_derniers as d
        anti join secret_obliges as o on o.tableau = d.tableau and o.noeud = d.parent
        where d.dernier is null;
    `);
  }
  await database.run(`
    create or replace table ${quoteIdent(masks)} as
    with caches as (
      select tableau, noeud from secret_choisis
      union
      select n.tableau, n.noeud
      from secret_noeuds as n
      join secret_obliges as o on o.tableau = n.tableau and o.noeud = n.noeud
      where n.parent is null
    ),
    avec_descendants as (
      select distinct f.tableau, f.noeud -- a row hidden by two ancestors is hidden once
      from secret_fermeture as f
      join caches as c on c.tableau = f.tableau and c.noeud = f.ancetre
    )
    select t.tableau, t.noeud, t.total_masque, t.masse, h.noeud is not null as detail_masque
    from secret_totaux as t
    left join avec_descendants as h on h.tableau = t.tableau and h.noeud = t.noeud -- rows that stay
  `);
  const audit = await database.one<{small: number; unsafe: number}>(
    `select count(*) as small, count(*) filter (where not est_sur) as unsafe
     from frechet_audit('secret_noeuds', 'secret_cellules', ${quoteText(masks)}, 'secret_fermeture')`
  );
  if (audit.unsafe > 0) throw new Error(`${String(audit.unsafe)} small cells could be bounded within their threshold: the suppression scheme is wrong`);
  return audit;
}

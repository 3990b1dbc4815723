-- Publication without disclosure. Counts are always UNWEIGHTED numbers of persons or of units.

-- Primary rule for one cell: a small, non-zero count. Zeros are published. Ask it of a cell and of its complement.
create or replace macro is_small(n, seuil) as n > 0 and n < seuil;

-- Amounts: fewer than 3 contributors, the largest above 85 % of the total, or what is left of the two largest under 10 % of the largest
-- (p % rule). Insee, Manuel de protection des tableaux; Cox (1981).
-- montants: tableau (the cell), contributeur, montant → tableau, n, total, top1_share, remainder, few, dominance_85, p_percent_10, sensitive
create or replace macro amount_disclosure(montants, part_max := 0.85, p_percent := 0.10, contributeurs_min := 3) as table
with contributions as (
  select
    tableau,
    contributeur,
    sum(montant)::double as montant
  from query_table(montants)
  group by tableau, contributeur
),
ordre as (
  select
    *,
    row_number() over (partition by tableau order by montant desc, contributeur) as rang
  from contributions
),
mesures as (
  select
    tableau,
    count(*) as n,
    sum(montant) as total,
    max(montant) as premier,
    coalesce(sum(montant) filter (where rang > 2), 0::double) as remainder
  from ordre
  group by tableau
),
regles as (
  select
    *,
    premier / nullif(total, 0) as top1_share,
    n < contributeurs_min as few,
    coalesce(premier > part_max::double * total, false) as dominance_85,
    remainder < p_percent::double * premier as p_percent_10
  from mesures
)
select
  tableau,
  n,
  total,
  top1_share,
  remainder,
  few,
  dominance_85,
  p_percent_10,
  few or dominance_85 or p_percent_10 as sensitive
from regles;

-- A territory tree crossed with one flat breakdown is hidden by whole rows (statistics sheet §4.4).
--   noeuds:   tableau, noeud, parent (NULL at the root), total, seuil
--   cellules: tableau, noeud, categorie, valeur (categories of a node add up to its total, children to their parent)
-- Keys may be of any type; the loop over levels is pipelines/lib/statistics/disclosure.ts.

-- Every node with itself and each of its ancestors. → tableau, ancetre, noeud, distance
create or replace macro tree_closure(noeuds) as table
with recursive liens as (
  select
    tableau,
    noeud as ancetre,
    noeud,
    0 as distance
  from query_table(noeuds)
  union all
  select
    l.tableau,
    n.parent as ancetre,
    l.noeud,
    l.distance + 1 as distance
  from liens as l
  join query_table(noeuds) as n on n.tableau = l.tableau and n.noeud = l.ancetre
  where n.parent is not null
)
select tableau, ancetre, noeud, distance
from liens;

-- Totals: below each parent, children under the threshold and the smallest siblings until at least two are hidden and weigh at least the
-- threshold together (empty territories last: everyone knows that they are empty). A hidden total hides those of its descendants.
-- → tableau, noeud, total_masque, masse (its total, or what the hidden siblings weigh together: all that a reader
-- can know; infinite below a hidden root)
create or replace macro hidden_totals(noeuds, fermeture) as table
with freres as (
  select
    tableau,
    parent,
    noeud,
    total,
    seuil,
    total > 0 and total < seuil as est_petit,
    row_number() over fratrie as rang,
    sum(total) over (fratrie rows between unbounded preceding and current row) as cumul,
    bool_or(total > 0 and total < seuil) over (partition by tableau, parent) as a_un_petit
  from query_table(noeuds)
  where parent is not null
  window fratrie as (
    partition by tableau, parent
    order by not (total > 0 and total < seuil), total = 0, total, noeud
  )
),
suffisants as (
  select
    tableau,
    parent,
    greatest(
      count(*) filter (where est_petit),
      coalesce(min(rang) filter (where rang >= 2 and cumul >= seuil), max(rang))
    ) as dernier
  from freres
  where a_un_petit
  group by tableau, parent
),
choisis as (
  select f.tableau, f.noeud
  from freres as f
  join suffisants as s on s.tableau = f.tableau and s.parent = f.parent
  where f.rang <= s.dernier
  union all
  select tableau, noeud
  from query_table(noeuds)
  where parent is null
    and total > 0
    and total < seuil
),
reserves as (
  select
    n.tableau,
    n.noeud,
    -- a hidden root leaves nothing to compute from
    case when n.parent is null then 'infinity'::double else sum(n.total) over (partition by n.tableau, n.parent) end as reserve
  from query_table(noeuds) as n
  join choisis as c on c.tableau = n.tableau and c.noeud = n.noeud
),
-- the hidden ancestor nearest to the root is the one whose siblings' sum a reader can compute
plus_hauts as (
  select
    f.tableau,
    f.noeud,
    arg_max(r.reserve, f.distance) as reserve
  from query_table(fermeture) as f
  join reserves as r on r.tableau = f.tableau and r.noeud = f.ancetre
  group by f.tableau, f.noeud
)
select
  n.tableau,
  n.noeud,
  h.noeud is not null as total_masque,
  coalesce(h.reserve, n.total)::double as masse
from query_table(noeuds) as n
left join plus_hauts as h on h.tableau = n.tableau and h.noeud = n.noeud; -- a published total keeps its own value

-- One level of the breakdown. Below each parent: the rows that must go (a small cell, a hidden total, or a subtree that could not be
-- protected by itself), then the smallest siblings, until the closed-form audit holds for every small cell under the hidden rows.
-- With the whole block hidden its bounds are Fréchet's: max(0, r + c - N) to min(r, c), for a row total r, a column sum c and a block sum N
-- (Dobra, Fienberg 2000; Cox 2003). Their width reaches the threshold exactly when r, c, N - c and N - r all do.
--   lignes:    tableau, parent, noeud, total, seuil, est_oblige, ligne_max (largest published total of a node under it that has a small cell)
--   colonnes:  tableau, noeud, categorie, valeur, a_petite (a small cell under it in that category), a_petite_publiee (its node's total is published)
-- → tableau, parent, dernier (rows to hide, in the order of `rang`; NULL: cannot be protected here)
create or replace macro ranked_rows(lignes) as table
select
  *,
  row_number() over (partition by tableau, parent order by not est_oblige, total = 0, total, noeud) as rang
from query_table(lignes);

create or replace macro hidden_rows(lignes_rangees, colonnes) as table
with cumul_lignes as (
  select
    tableau,
    parent,
    noeud,
    rang,
    seuil,
    count(*) filter (where est_oblige) over (partition by tableau, parent) as n_obliges,
    sum(total) over fratrie as bloc,
    max(ligne_max) over fratrie as ligne_max
  from query_table(lignes_rangees)
  window fratrie as (
    partition by tableau, parent
    order by rang
    rows between unbounded preceding and current row
  )
),
cumul_colonnes as (
  select
    l.tableau,
    l.parent,
    l.rang,
    sum(c.valeur) over categorie as colonne,
    bool_or(c.a_petite) over categorie as a_petite,
    bool_or(c.a_petite_publiee) over categorie as a_petite_publiee
  from query_table(lignes_rangees) as l
  join query_table(colonnes) as c on c.tableau = l.tableau and c.noeud = l.noeud
  window categorie as (
    partition by l.tableau, l.parent, c.categorie
    order by l.rang
    rows between unbounded preceding and current row
  )
),
audits as (
  select
    l.tableau,
    l.parent,
    l.rang,
    bool_and(
      l.rang >= greatest(2, l.n_obliges)
      and (not c.a_petite or c.colonne >= l.seuil)
      and (not c.a_petite_publiee or l.bloc - c.colonne >= l.seuil)
      and coalesce(l.bloc - l.ligne_max >= l.seuil, true)
    ) as est_sur
  from cumul_lignes as l
  join cumul_colonnes as c using (tableau, parent, rang)
  where l.n_obliges > 0
  group by l.tableau, l.parent, l.rang
)
select
  tableau,
  parent,
  min(rang) filter (where est_sur) as dernier
from audits
group by tableau, parent;

-- The exact interval that a reader can compute for every small cell, once rows are hidden: the closed form of the attacker's linear program.
--   masques: tableau, noeud, total_masque, masse, detail_masque
-- → tableau, noeud, categorie, valeur, seuil, low, high, est_sur
create or replace macro frechet_audit(noeuds, cellules, masques, fermeture) as table
with petites as (
  select c.tableau, c.noeud, c.categorie, c.valeur, n.seuil
  from query_table(cellules) as c
  join query_table(noeuds) as n on n.tableau = c.tableau and n.noeud = c.noeud
  where c.valeur > 0
    and c.valeur < n.seuil
),
-- the block of a hidden row hangs under its nearest ancestor whose breakdown is published; none: no column is known
blocs as (
  select
    f.tableau,
    f.noeud,
    arg_min(f.ancetre, f.distance) as bloc
  from query_table(fermeture) as f
  join query_table(masques) as m on m.tableau = f.tableau and m.noeud = f.ancetre
  where not m.detail_masque
  group by f.tableau, f.noeud
),
sommes as (
  select
    n.tableau,
    n.parent as bloc,
    c.categorie,
    sum(c.valeur) as colonne
  from query_table(noeuds) as n
  join query_table(masques) as m on m.tableau = n.tableau and m.noeud = n.noeud
  join query_table(cellules) as c on c.tableau = n.tableau and c.noeud = n.noeud
  where m.detail_masque
    and n.parent is not null
  group by n.tableau, n.parent, c.categorie
),
ensembles as (
  select tableau, bloc, sum(colonne) as ensemble
  from sommes
  group by tableau, bloc
),
bornes as (
  select
    p.tableau,
    p.noeud,
    p.categorie,
    p.valeur,
    p.seuil,
    case
      when not m.detail_masque then p.valeur::double
      when m.total_masque or b.bloc is null then 0::double
      else greatest(0::double, m.masse + s.colonne - e.ensemble)
    end as low,
    case
      when not m.detail_masque then p.valeur::double
      else least(m.masse, coalesce(s.colonne, m.masse))
    end as high
  from petites as p
  join query_table(masques) as m on m.tableau = p.tableau and m.noeud = p.noeud
  left join blocs as b on b.tableau = p.tableau and b.noeud = p.noeud -- no published breakdown above: only the row total is known
  left join sommes as s on s.tableau = p.tableau and s.bloc = b.bloc and s.categorie = p.categorie
  left join ensembles as e on e.tableau = p.tableau and e.bloc = b.bloc
)
select
  tableau,
  noeud,
  categorie,
  valeur,
  seuil,
  low,
  high,
  high - low >= seuil as est_sur
from bornes;

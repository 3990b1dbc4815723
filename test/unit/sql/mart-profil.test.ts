import {expect, it} from "vitest";
import {build, communes, type Cell, type Sources} from "./kit.ts";

const annee_scolaire = "2024-2025";
const INDICATOR = "re_charte_ecoles";

/** An école: its circonscription, whether it is in REP, and whether it has a charter (null: no answer). */
type School = readonly [circonscription: string, rep: boolean, charter: boolean | null];

const uai = (index: number): string => `01320${String(index).padStart(2, "0")}E`;

function world(schools: readonly School[]): Sources {
  return {
    src_territoires__communes: communes,
    src_etablissements__annuaire: schools.map((_, index) => ({uai: uai(index), nom: uai(index), type_etablissement: "Ecole", secteur: "public", code_commune: "13063", ecole_elementaire: true, code_departement: "013"})),
    src_etablissements__effectifs: schools.map((_, index) => ({annee_scolaire, uai: uai(index), eleves: 100, classes: 5, enseignants: 6})),
    src_etablissements__education_prioritaire: schools.map(([, rep], index) => ({annee_scolaire, uai: uai(index), statut: rep ? "rep" : "hors_ep"})),
    src_territoires__rattachements: schools.map(([circonscription], index) => ({uai: uai(index), type_territoire: "circonscription", code_territoire: circonscription, nom_territoire: circonscription, debut: "2024-09-01", fin: "2025-08-31"})),
    src_etic__etic: schools.flatMap(([, , charter], index): Readonly<Record<string, Cell>>[] => (charter === null ? [] : [{annee_scolaire, uai: uai(index), charte_usage: charter}]))
  };
}

const many = (count: number, ...school: School): School[] => Array.from({length: count}, () => school);

async function profile(schools: readonly School[]): Promise<{row: Record<string, number | string | null> | undefined; check: Record<string, number> | undefined}> {
  const warehouse = await build(["mart_profil"], world(schools), {indicators: [INDICATOR]});
  try {
    const [row] = await warehouse.rows<Record<string, number | string | null>>(`select * from mart_profil where indicateur = '${INDICATOR}' and territoire_type = 'circonscription' and territoire_code = 'C1'`);
    // The same by the macros that are held to R: expected counts, and the ratio of residuals to units with schools as clusters.
    await warehouse.db.run(`create temp table ecoles as
      select i.uai, i.numerateur as y, coalesce(e.education_prioritaire, '?') as groupe, l.territoire_code as territoire
      from ind_${INDICATOR} as i join dim_etablissement as e using (uai, annee) join lien_etablissement_territoire as l using (uai, annee)
      where l.territoire_type = 'circonscription' and i.ventilation = 'ensemble' and i.numerateur is not null`);
    await warehouse.db.run("create temp table groupes as select territoire, groupe, count(*) as n, sum(y) as x from ecoles group by all");
    await warehouse.db.run("create temp table taux as select groupe, count(*) as population, count(*) as n, sum(y) as x from ecoles group by all");
    await warehouse.db.run("create temp table residus as select 1 as domaine, 1 as strate, uai as psu, 1e9 as pop_strate, count(*) over () as ech_strate, 1.0 as poids, y - taux.x / taux.n::double as y, 1.0 as x from ecoles join taux using (groupe) where territoire = 'C1'");
    const [check] = await warehouse.rows<Record<string, number>>("select s.expected / (select count(*) from residus) as attendu, r.* from indirect_standardisation('groupes', 'taux') as s, survey_ratio('residus') as r where s.territoire = 'C1'");
    return {row, check};
  } finally {
    warehouse.close();
  }
}

it("expects of a territory what schools of the same profile do in the département, and agrees with the macros held to R", async () => {
  // REP: 3 of 8 have a charter; the others: 6 of 8. C1 has six REP and two others: it may expect (6 × 3/8 + 2 × 6/8) / 8, and shows 4/8.
  const schools = [...many(2, "C1", true, true), ...many(4, "C1", true, false), ...many(2, "C1", false, true), ...many(1, "C2", true, true), ...many(1, "C2", true, false), ...many(4, "C2", false, true), ...many(2, "C2", false, false)];
  const {row, check} = await profile(schools);
  expect(row).toMatchObject({valeur: 0.5, attendu: (6 * (3 / 8) + 2 * (6 / 8)) / 8, etablissements: 8, motif: null});
  expect(row?.["ecart"]).toBeCloseTo(0.5 - 0.46875, 12);
  expect(row?.["attendu"]).toBeCloseTo(check?.["attendu"] as number, 12);
  expect(row?.["erreur_type"]).toBeCloseTo(check?.["se"] as number, 8);
});

it("gives a rare profile the rate of its level rather than its own", async () => {
  // Three REP only: they are expected to do like all the écoles of the département (7 of 10), not like themselves.
  const {row} = await profile([...many(3, "C1", true, false), ...many(3, "C1", false, true), ...many(4, "C2", false, true)]);
  expect(row?.["attendu"]).toBeCloseTo((3 * 0.7 + 3 * 1) / 6, 12);
});

it.each([
  ["fewer than five schools", [...many(4, "C1", false, true), ...many(8, "C2", false, false)], "etablissements_insuffisants"],
  ["too few answers", [...many(6, "C1", false, true), ...many(6, "C1", false, null), ...many(6, "C2", false, true)], "reponse_insuffisante"]
] as const)("refuses with its reason: %s", async (_, schools, motif) => {
  const {row} = await profile(schools);
  expect(row).toMatchObject({motif, attendu: null, ecart: null, ecart_bas: null});
});

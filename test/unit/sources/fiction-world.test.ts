import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {plantedErrors} from "../../../sources/fiction/planted.ts";
import {fictionTruth} from "../../../sources/fiction/truth.ts";
import {records, writeSomewhere, type Written} from "./fiction-support.ts";

// The whole département: what it adds up to, and whether what was planted is found again in the raw files.
const YEARS = fictionTruth.annees;
let world: Written;
let uaiOfSession: Map<string, string>;

beforeAll(async () => {
  world = await writeSomewhere(13, 1);
  uaiOfSession = new Map(
    records(world.read("territoires/correspondances.csv"))
      .filter(({systeme}) => systeme === "pix_session")
      .map(({libelle = "", uai = ""}) => [libelle, uai])
  );
});
afterAll(() => world.remove());

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
};

/** Difference of two mean changes, with its standard error. */
function difference(exposed: readonly number[], never: readonly number[]): {estimate: number; error: number} {
  return {estimate: mean(exposed) - mean(never), error: Math.sqrt(variance(exposed) / exposed.length + variance(never) / never.length)};
}

type SchoolYear = Map<string, number>;

function changes(before: SchoolYear, after: SchoolYear, cohort: string | null): number[] {
  return Object.entries(world.verite)
    .filter(([, {cohorte, bras}]) => cohorte === cohort && bras === (cohort === null ? "aucun" : "equipement_et_formation"))
    .flatMap(([uai]) => {
      const [from, to] = [before.get(uai), after.get(uai)];
      return from === undefined || to === undefined ? [] : [to - from];
    });
}

function meansBySchool(pairs: Iterable<readonly [string, number]>): SchoolYear {
  const sums = new Map<string, [number, number]>();
  for (const [uai, value] of pairs) {
    const [sum, count] = sums.get(uai) ?? [0, 0];
    sums.set(uai, [sum + value, count + 1]);
  }
  return new Map([...sums].map(([uai, [sum, count]]) => [uai, sum / count]));
}

/** How many standard errors away from the planted figure: 3 would be a surprise. */
const surprise = ({estimate, error}: {estimate: number; error: number}, planted: number): number => Math.abs(estimate - planted) / error;

function certificationScores(year: number): SchoolYear {
  return meansBySchool(
    records(world.read(`pix/certifications-${YEARS[year]}.csv`)).flatMap((row): [string, number][] => {
      const uai = uaiOfSession.get(row["Session"] ?? "");
      const score = Number(row["Score en Pix"] ?? row["Nombre de Pix"]);
      return row["Statut"] === "Validée" && uai !== undefined && Number.isFinite(score) ? [[uai, score]] : [];
    })
  );
}

/** Mean of the logarithm of the weekly visits, so that a factor becomes a difference. */
function logVisits(year: number, profile: string): SchoolYear {
  return meansBySchool(records(world.read(`ressources/dnma-${YEARS[year]}.csv`)).map((row) => [row["UAI"] ?? "", Math.log(Number(row[`visites_${profile}`]) + 1)]));
}

function shareOfYes(year: number, column: string): SchoolYear {
  return meansBySchool(records(world.read(`enseignants/enquete-enseignants-${YEARS[year]}.csv`)).map((row) => [row["uai"] ?? "", row[column] === "oui" ? 1 : 0]));
}

/** Visits in the first year of the cohort of 2024-2025, against the schools that never are exposed. */
function changeOfVisits(profile: string): {estimate: number; error: number} {
  const [second, third] = [logVisits(1, profile), logVisits(2, profile)];
  return difference(changes(second, third, "2024-2025"), changes(second, third, null));
}

/** Answers two years apart, for the cohort of 2023-2024, against the schools that never are exposed. */
function changeOfShare(column: string): {estimate: number; error: number} {
  const [first, third] = [shareOfYes(0, column), shareOfYes(2, column)];
  return difference(changes(first, third, "2023-2024"), changes(first, third, null));
}

const isHandedOver = ([before, after, ...more]: readonly Record<string, string>[]): boolean =>
  more.length === 0 && before?.["fin"] === "31/08/2024" && after?.["debut"] === "01/09/2024" && after["fin"] === "";

describe("what the département adds up to", () => {
  test("1 900 schools and 370 000 pupils, to one per cent", () => {
    expect(world.schools).toBe(1900);
    for (const year of YEARS) {
      const pupils = records(world.read(`etablissements/effectifs-${year}.csv`)).reduce((sum, row) => sum + (Number(row["eleves"]) || 0), 0);
      expect(Math.abs(pupils / 370_000 - 1)).toBeLessThan(0.01);
    }
  });

  test("about 120 000 certifications, less than 250 000 participations, less than 120 MB", () => {
    const rows = (start: string): number => world.files.filter(({path}) => path.startsWith(start)).reduce((sum, file) => sum + file.rows, 0);
    const alone = world.files.filter(({path}) => path.includes("_resultats_")).reduce((sum, file) => sum + file.rows, 0);
    const certifications = rows("pix/certifications-") + alone;
    expect(certifications).toBeGreaterThan(110_000);
    expect(certifications).toBeLessThan(130_000);
    expect(rows("pix/campagnes-") + rows("pix/collectes-")).toBeLessThan(250_000);
    expect(world.bytes).toBeLessThan(120e6);
  });

  test("2 700 élémentaire classes reach the socle, to three per cent, and about 1 000 new teachers are equipped", () => {
    const lines = YEARS.flatMap((year) => records(world.read(`equipement/livraisons-${year}.csv`)));
    const classes = lines.reduce((sum, row) => sum + (Number(row["classes_equipees"]) || 0), 0);
    const teachers = lines.filter((row) => row["beneficiaire"] === "neo_titulaire").reduce((sum, row) => sum + (Number(row["quantite_livree"]) || 0), 0);
    expect(Math.abs(classes / 2700 - 1)).toBeLessThan(0.03);
    expect(Math.abs(teachers / 1000 - 1)).toBeLessThan(0.15);
  });

  test("about 30 000 person-sessions in the last year, and every session has one date, one operator and one length", () => {
    expect(world.files.find(({path}) => path === "formation/formations-2024-2025.csv")?.rows).toBeGreaterThan(25_000);
    const rows = records(world.read("formation/formations-2024-2025.csv"));
    const descriptions = new Set(rows.map((row) => ["session", "dispositif", "module", "date_debut", "date_fin", "duree_heures", "operateur", "modalite"].map((column) => row[column]).join("|")));
    expect(descriptions.size).toBe(new Set(rows.map((row) => row["session"])).size);
  });
});

describe("territories", () => {
  test("an école is in one circonscription at a time, and one in six changes at the rentrée 2024, never in the five kept ones", () => {
    const planted = plantedErrors.filter((error) => error.file === "territoires/rattachements.csv").map((error) => error.line - 2);
    const rows = records(world.read("territoires/rattachements.csv")).filter((row, rank) => row["type_territoire"] === "circonscription" && !planted.includes(rank));
    const bySchool = new Map<string, Record<string, string>[]>();
    for (const row of rows) bySchool.set(row["uai"] ?? "", [...(bySchool.get(row["uai"] ?? "") ?? []), row]);
    const moving = [...bySchool.values()].filter((memberships) => memberships.length > 1);
    expect(moving.filter((memberships) => !isHandedOver(memberships))).toEqual([]);
    expect(moving.flat().filter((row) => /La Ciotat|Istres|Miramas|Salon|Saint-Rémy/.test(row["nom_territoire"] ?? ""))).toEqual([]);
    expect(moving.length / bySchool.size).toBeGreaterThan(0.14);
    expect(moving.length / bySchool.size).toBeLessThan(0.18);
    expect(new Set(rows.map((row) => row["code_territoire"])).size).toBe(34);
  });

  test("every commune and arrondissement has a school, and Marseille is written by arrondissement", () => {
    const codes = new Set(records(world.read("etablissements/annuaire-education-013.csv")).map((row) => row["Code_commune"]));
    for (let rank = 1; rank <= 16; rank += 1) expect(codes.has(String(13_200 + rank))).toBe(true);
    expect(codes.has("13055")).toBe(false);
    expect(codes.size).toBe(118 + 16);
  });
});

describe("who answers", () => {
  test("35 %, 62 %, then 78 % of the écoles, 81 %, 88 %, then 91 % of the EPLE", () => {
    const type = new Map(records(world.read("etablissements/annuaire-education-013.csv")).map((row) => [row["Identifiant_de_l_etablissement"], row["Type_etablissement"]]));
    const files = ["etic/etic-2022-2023.csv", "etic/etic-2023-2024.csv", "etic/etic-2024-2025.txt"];
    const expected = [[0.35, 0.81], [0.62, 0.88], [0.78, 0.91]];
    files.forEach((file, index) => {
      const answering = [...new Set(records(world.read(file)).map((row) => row["uai"]))].filter((uai) => type.has(uai));
      const ecoles = answering.filter((uai) => type.get(uai) === "Ecole").length / 1500;
      const eple = answering.filter((uai) => type.get(uai) !== "Ecole").length / 400;
      expect(Math.abs(ecoles - (expected[index]?.[0] ?? 0))).toBeLessThan(0.01);
      expect(Math.abs(eple - (expected[index]?.[1] ?? 0))).toBeLessThan(0.015);
    });
  });

  test("schools that answer have a higher IPS than those that do not", () => {
    const answering = new Set(records(world.read("etic/etic-2022-2023.csv")).map((row) => row["uai"]));
    const ips = records(world.read("etablissements/ips-ecoles-2022-2023.csv")).filter((row) => row["code_du_departement"] === "013" && row["ips"] !== "NS");
    const level = (isAnswering: boolean): number => mean(ips.filter((row) => answering.has(row["uai"]) === isAnswering).map((row) => Number(row["ips"])));
    expect(level(true) - level(false)).toBeGreaterThan(5);
  });
});

describe("what was planted is found again", () => {
  test("the effect on Pix, cohort by cohort, with parallel trends before", () => {
    const [first, second, third] = [certificationScores(0), certificationScores(1), certificationScores(2)];
    const [now, later] = fictionTruth.effets.pixScore;
    expect(surprise(difference(changes(first, second, "2023-2024"), changes(first, second, null)), now)).toBeLessThan(3);
    expect(surprise(difference(changes(first, third, "2023-2024"), changes(first, third, null)), later)).toBeLessThan(3);
    expect(surprise(difference(changes(second, third, "2024-2025"), changes(second, third, null)), now)).toBeLessThan(3);
    expect(surprise(difference(changes(first, second, "2024-2025"), changes(first, second, null)), 0)).toBeLessThan(3);
    // And not by having no precision: without an effect, the first would be a surprise.
    expect(surprise(difference(changes(first, third, "2023-2024"), changes(first, third, null)), 0)).toBeGreaterThan(3);
  });

  test("exposed schools start lower, so that a comparison of levels misleads", () => {
    const first = certificationScores(0);
    const level = (cohort: string | null, bras: string): number =>
      mean(Object.entries(world.verite).flatMap(([uai, truth]) => (truth.cohorte === cohort && truth.bras === bras ? (first.get(uai) ?? []) : [])));
    expect(level("2023-2024", "equipement_et_formation")).toBeLessThan(level(null, "aucun") - 10);
  });

  test("more pupils on the ENT where teachers are equipped and trained, and no more parents", () => {
    expect(surprise(changeOfVisits("eleve"), Math.log(fictionTruth.effets.visitesEleve[0]))).toBeLessThan(3);
    expect(surprise(changeOfVisits("eleve"), 0)).toBeGreaterThan(3);
    expect(surprise(changeOfVisits("parent"), 0)).toBeLessThan(3);
  });

  test("more teachers make pupils work with digital tools, and no more show things to the class", () => {
    expect(surprise(changeOfShare("travail_eleves_numerique"), fictionTruth.effets.travailElevesNumerique[1])).toBeLessThan(3);
    expect(surprise(changeOfShare("travail_eleves_numerique"), 0)).toBeGreaterThan(3);
    expect(surprise(changeOfShare("visualisation_collective"), 0)).toBeLessThan(3);
  });

  test("exposure is written in the deliveries and in the attendance, and nowhere else", () => {
    const {partMinimaleFormes, partMaximaleFormesAilleurs} = fictionTruth.exposition;
    const year = YEARS[2];
    const delivered = new Set(records(world.read(`equipement/livraisons-${year}.csv`)).filter((row) => row["beneficiaire"] === "classe").map((row) => row["uai"]));
    const teachers = new Map(records(world.read(`etablissements/effectifs-${year}.csv`)).map((row) => [row["uai"], Number(row["enseignants"])]));
    const trained = new Map<string, Set<string>>();
    for (const row of records(world.read(`formation/formations-${year}.csv`))) {
      const uai = row["uai"] ?? "";
      if (row["presence"] === "present") trained.set(uai, (trained.get(uai) ?? new Set()).add(row["participant"] ?? ""));
    }
    const wrong = Object.entries(world.verite).filter(([uai, {cohorte, bras}]) => {
      const share = (trained.get(uai)?.size ?? 0) / (teachers.get(uai) ?? 1);
      const isFirstYear = cohorte === year;
      if (delivered.has(uai) !== isFirstYear) return true;
      if (isFirstYear && bras === "equipement_et_formation") return share < partMinimaleFormes;
      return (bras === "aucun" || bras === "equipement") && share > partMaximaleFormesAilleurs;
    });
    expect(wrong).toEqual([]);
  });
});

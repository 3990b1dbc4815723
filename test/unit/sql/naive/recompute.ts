import {COMPETENCES, DOMAINES, YEARS, type Row, type World} from "./worlds.ts";

/** Numerator and denominator by "indicateur lieu annee ventilation/modalite". */
export type Terms = Map<string, readonly [number | null, number | null]>;

type N = number | null;
const num = (value: unknown): N => (typeof value === "number" ? value : null);
const str = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const total = (values: readonly N[]): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
const isKnown = (value: unknown): boolean => value !== null && value !== undefined;
const yesNo = (value: unknown): N => (value === true ? 1 : value === false ? 0 : null);

function yearOf(date: unknown): string {
  const [year, month] = str(date).split("-").map(Number) as [number, number];
  const start = month >= 9 ? year : year - 1;
  return `${start}-${start + 1}`;
}

/** The latest row of each key. */
function latest(rows: readonly Row[] | undefined, key: readonly string[]): Row[] {
  const kept = new Map<string, Row>();
  for (const row of rows ?? []) {
    const id = JSON.stringify(key.map((name) => row[name] ?? null));
    const other = kept.get(id);
    if (!other || str(row["_version"] ?? "1") > str(other["_version"] ?? "1")) kept.set(id, row);
  }
  return [...kept.values()];
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** Every indicator again, by plain loops over the raw rows. It shares nothing with the SQL but the sentences of the headers. */
export function recompute(world: World): Terms {
  const terms: Terms = new Map();
  const put = (code: string, place: string, year: string, cell: string, n: N, d: N): void => {
    terms.set(`${code} ${place} ${year} ${cell}`, [n, d]);
  };
  const schools = (world["src_etablissements__annuaire"] ?? []).map((row) => ({
    uai: str(row["uai"]),
    degre: row["type_etablissement"] === "Ecole" ? "premier" : "second",
    secteur: str(row["secteur"]),
    hasElementary: row["ecole_elementaire"] === true
  }));
  const known = new Set(schools.map(({uai}) => uai));
  const staff = (uai: string, year: string): Row => (world["src_etablissements__effectifs"] ?? []).find((row) => row["uai"] === uai && row["annee_scolaire"] === year) ?? {};
  const yearsOf = (rows: readonly {year: string}[]): string[] => [...new Set(rows.map(({year}) => year))];
  /** One line per school of the référentiel, in each year where the source has a row. */
  const everySchool = (years: readonly string[], use: (school: (typeof schools)[number], year: string) => void): void => {
    for (const year of years) for (const school of schools) use(school, year);
  };

  // ETIC: expected are the schools of the degrés and sectors where one answered.
  const etic = latest(world["src_etic__etic"], ["uai", "annee_scolaire"]).filter((row) => known.has(str(row["uai"])));
  const EASY: readonly [string, string, ("premier" | "second")?][] = [
    ["eq_maintenance", "assistance"], ["fo_plan_formation", "plan_formation", "second"], ["re_charte_ecoles", "charte_usage", "premier"], ["re_charte_eple", "charte_usage", "second"], ["re_charte_eple_tous", "charte_tous_membres", "second"],
    ["re_comite_numerique", "comite_numerique", "second"], ["re_ecoles_ent", "ent", "premier"], ["re_ecoles_ent_nombre", "ent", "premier"], ["re_ent_solution", "ent"], ["re_eple_ent", "ent", "second"], ["re_eple_ent_nombre", "ent", "second"],
    ["re_eple_services_en_ligne", "services_en_ligne", "second"], ["re_eple_services_en_ligne_nombre", "services_en_ligne", "second"], ["re_filtrage", "filtrage"], ["re_volet_projet_ecole", "volet_numerique_projet", "premier"]
  ];
  const COUNTED: readonly [string, readonly string[], (get: (name: string) => N) => readonly [N, N]][] = [
    ["eq_eleves_par_ordinateur", ["ordinateurs_eleves"], (get) => [isKnown(get("ordinateurs_eleves")) ? get("eleves") : null, isKnown(get("eleves")) ? get("ordinateurs_eleves") : null]],
    ["eq_parc_recent", ["ordinateurs_moins_5_ans", "ordinateurs_eleves"], (get) => both(get("ordinateurs_moins_5_ans"), get("ordinateurs_eleves"))],
    ["eq_salles_videoprojection", ["salles", "salles_videoprojection"], (get) => both(get("salles_videoprojection"), get("salles"))],
    ["eq_tni_1000_eleves", ["tni"], (get) => scaled(both(get("tni"), get("eleves")), 1000)],
    ["eq_tni", ["tni"], (get) => [get("tni"), isKnown(get("tni")) ? get("eleves") : null]],
    ["eq_terminaux_100_eleves", ["ordinateurs_eleves", "tablettes_eleves"], (get) => scaled(both(sumKnown(get("ordinateurs_eleves"), get("tablettes_eleves")), get("eleves")), 100)],
    ["eq_terminaux_mobiles", ["ordinateurs_eleves", "tablettes_eleves"], (get) => both(isKnown(get("ordinateurs_eleves")) ? get("tablettes_eleves") : null, sumKnown(get("ordinateurs_eleves"), get("tablettes_eleves")))]
  ];
  for (const year of YEARS) {
    const answers = etic.filter((row) => row["annee_scolaire"] === year);
    const kindOf = (uai: string): string => schools.filter((school) => school.uai === uai).map(({degre, secteur}) => `${degre} ${secteur}`)[0] ?? "";
    const asked = groupBy(answers, (row) => kindOf(str(row["uai"])));
    for (const {uai, degre, secteur} of schools) {
      const peers = asked.get(`${degre} ${secteur}`);
      if (!peers) continue;
      const answer = answers.find((row) => row["uai"] === uai);
      const isAsked = (name: string): boolean => (answer ? !list(answer["_non_collecte"]).includes(name) : peers.some((row) => !list(row["_non_collecte"]).includes(name)));
      const get = (name: string): N => (answer ? num(name === "eleves" ? answer["eleves"] ?? staff(uai, year)["eleves"] : answer[name]) : null);
      for (const [code, column, only] of EASY) {
        if ((only !== undefined && only !== degre) || !isAsked(column)) continue;
        const value = yesNo(answer?.[column]);
        put(code, uai, year, "ensemble/ensemble", value, value === null ? null : 1);
      }
      for (const [code, columns, compute] of COUNTED) if (columns.every(isAsked)) put(code, uai, year, "ensemble/ensemble", ...compute(get));
      const rate = get("debit_mbps");
      put("eq_tres_haut_debit", uai, year, "ensemble/ensemble", rate === null ? null : Number(rate >= 40), rate === null ? null : 1);
      if (answer?.["ent"] === true) put("re_ent_solution", uai, year, `ent_solution/${str(answer["ent_solution"] ?? "non_precise")}`, 1, 1);
      const level = get("palier_maturite");
      put("us_palier_maturite", uai, year, "ensemble/ensemble", level === null ? null : Number(level >= 3), level === null ? null : 1);
      for (let palier = 1; palier <= 5; palier += 1) put("us_palier_maturite", uai, year, `palier_maturite/${palier}`, level === null ? null : Number(level === palier), level === null ? null : 1);
      put("pi_couverture", uai, year, "ensemble/ensemble", answer ? 1 : 0, 1);
      put("pi_couverture", uai, year, "enquete/etic", answer ? 1 : 0, 1);
    }
  }

  // Teachers.
  const teachers = latest(world["src_enseignants__enseignants"], ["annee_scolaire", "reponse"]).filter((row) => known.has(str(row["uai"])));
  for (const year of YEARS) {
    const answers = teachers.filter((row) => row["annee_scolaire"] === year);
    const field = new Set(answers.map((row) => schools.filter(({uai}) => uai === row["uai"]).map(({degre, secteur}) => `${degre} ${secteur}`)[0]));
    const answered = (name: string): string[] => [...new Set(answers.filter((row) => isKnown(row[name])).map((row) => str(row[name])))];
    for (const {uai} of schools.filter((school) => field.has(`${school.degre} ${school.secteur}`))) {
      const own = answers.filter((row) => row["uai"] === uai);
      put("pi_couverture", uai, year, "enquete/enseignants", own.length > 0 ? 1 : 0, 1);
      const mean = (code: string, name: string, cell: string, rows: readonly Row[]): void => {
        const values = rows.map((row) => num(row[name]) ?? yesNo(row[name])).filter((value) => value !== null);
        put(code, uai, year, cell, values.length > 0 ? total(values) : null, values.length > 0 ? values.length : null);
      };
      for (const [code, name] of [["us_visualisation_collective", "visualisation_collective"], ["us_travail_eleves", "travail_eleves_numerique"], ["us_aisance", "aisance"]] as const) {
        mean(code, name, "ensemble/ensemble", own);
        for (const [discipline, rows] of groupBy(own, (row) => str(row["discipline"] ?? "non_precise"))) mean(code, name, `discipline/${discipline}`, rows);
      }
      const spread = (code: string, name: string, counts: (answer: string) => boolean): void => {
        const given = own.filter((row) => isKnown(row[name])).map((row) => str(row[name]));
        put(code, uai, year, "ensemble/ensemble", given.length > 0 ? given.filter(counts).length : null, given.length > 0 ? given.length : null);
        if (given.length > 0) for (const answer of answered(name)) put(code, uai, year, `${name}/${answer}`, given.filter((value) => value === answer).length, given.length);
      };
      spread("us_frequence", "frequence_usage", (answer) => answer === "hebdomadaire" || answer === "quotidien");
      spread("fo_certifies", "certification", (answer) => answer !== "aucune");
      const needs = ["equipement", "ressources", "formation"];
      const need = (cell: string, says: (row: Row) => N): void => {
        const values = own.map(says).filter((value) => value !== null);
        put("us_besoins", uai, year, cell, values.length > 0 ? total(values) : null, values.length > 0 ? values.length : null);
      };
      need("ensemble/ensemble", (row) => {
        const said = needs.map((name) => yesNo(row[`besoin_${name}`]));
        return said.includes(1) ? 1 : said.includes(null) ? null : 0;
      });
      if (own.length > 0) for (const name of needs) need(`besoin/${name}`, (row) => yesNo(row[`besoin_${name}`]));
    }
  }

  // Training.
  const training = latest(world["src_formation__formation"], ["dispositif", "module", "session", "participant"]).map((row) => ({
    year: yearOf(row["date_debut"]), uai: str(row["uai"]), who: str(row["participant"]), what: str(row["type_formation"] ?? "autre"), how: str(row["modalite"]), by: str(row["operateur"]), role: str(row["fonction"] ?? "enseignant"),
    isThere: row["presence"] === "present", isDue: row["presence"] !== "inscrit", hours: row["presence"] === "present" ? num(row["duree_heures"]) ?? 0 : 0, session: `${str(row["dispositif"])} ${str(row["session"])}`
  }));
  const trainingYears = yearsOf(training);
  const home = (who: string, year: string): string => {
    const hours = [...groupBy(training.filter((row) => row.who === who && row.year === year), ({uai}) => uai)].map(([uai, rows]) => ({uai, hours: total(rows.map((row) => row.hours))}));
    return hours.sort((a, b) => b.hours - a.hours || (a.uai < b.uai ? -1 : 1))[0]?.uai ?? "";
  };
  const people = (rows: readonly (typeof training)[number][]): number => new Set(rows.map(({who}) => who)).size;
  const trainedAt = (uai: string, year: string): typeof training => training.filter((row) => row.year === year && row.isThere && row.role === "enseignant" && home(row.who, year) === uai);
  everySchool(trainingYears, ({uai, degre}, year) => {
    const trained = trainedAt(uai, year);
    const teachersHere = num(staff(uai, year)["enseignants"]);
    put("fo_enseignants_formes", uai, year, "ensemble/ensemble", people(trained), teachersHere);
    put("fo_etablissements_touches", uai, year, "ensemble/ensemble", trained.length > 0 ? 1 : 0, 1);
    if (degre === "premier") put("fo_formation_par_numerique", uai, year, "ensemble/ensemble", people(trained.filter(({how}) => how !== "presentiel")), teachersHere);
    const rows = training.filter((row) => row.uai === uai && row.year === year);
    const followed = rows.filter(({isThere}) => isThere);
    put("fo_journees_stagiaires", uai, year, "ensemble/ensemble", total(followed.map(({hours}) => hours)) / 6, null);
    const due = rows.filter(({isDue}) => isDue);
    put("fo_taux_presence", uai, year, "ensemble/ensemble", due.filter(({isThere}) => isThere).length, due.length);
    for (const [name, key] of [["type_formation", "what"], ["operateur", "by"], ["modalite", "how"]] as const) {
      for (const [value, part] of groupBy(followed, (row) => row[key])) put("fo_journees_stagiaires", uai, year, `${name}/${value}`, total(part.map(({hours}) => hours)) / 6, null);
      for (const [value, part] of groupBy(due, (row) => row[key])) put("fo_taux_presence", uai, year, `${name}/${value}`, part.filter(({isThere}) => isThere).length, part.length);
    }
  });
  for (const [place, rows] of groupBy(training.filter(({isThere, role}) => isThere && role === "enseignant"), ({who, year}) => `${home(who, year)} ${year}`)) {
    const [uai = "", year = ""] = place.split(" ");
    put("fo_heures_par_enseignant", uai, year, "ensemble/ensemble", total(rows.map(({hours}) => hours)), people(rows));
  }
  for (const [place, rows] of groupBy(training.filter(({isThere}) => isThere), ({uai, year}) => `${uai} ${year}`)) {
    const [uai = "", year = ""] = place.split(" ");
    const hours = (by: string): number => total(rows.filter((row) => row.by === by).map((row) => row.hours));
    const all = total(rows.map((row) => row.hours));
    put("fo_operateurs", uai, year, "ensemble/ensemble", hours("EAFC"), all);
    for (const by of new Set(training.filter((row) => row.isThere && row.year === year).map((row) => row.by))) put("fo_operateurs", uai, year, `operateur/${by}`, hours(by), all);
  }
  for (const year of trainingYears) {
    const seminars = training.filter((row) => row.year === year && row.what === "seminaire" && row.isThere);
    put("fo_seminaires", "departement 13", year, "ensemble/ensemble", new Set(seminars.map(({session}) => session)).size, people(seminars));
    for (const [role, rows] of groupBy(seminars, (row) => row.role)) put("fo_seminaires", "departement 13", year, `fonction/${role}`, new Set(rows.map(({session}) => session)).size, people(rows));
  }
  const opinions = latest(world["src_formation__satisfaction"], ["dispositif", "session"]).flatMap((row) => {
    const sessions = training.filter(({session}) => session === `${str(row["dispositif"])} ${str(row["session"])}`);
    return sessions.length === 0 ? [] : [{year: sessions.map(({year}) => year).sort()[0] ?? "", by: sessions.map((session) => session.by).sort()[0] ?? "", happy: num(row["satisfaits"]), all: num(row["repondants"])}];
  });
  for (const [year, rows] of groupBy(opinions, (row) => row.year)) {
    put("fo_satisfaction", "departement 13", year, "ensemble/ensemble", total(rows.map(({happy}) => happy)), total(rows.map(({all}) => all)));
    for (const [by, part] of groupBy(rows, (row) => row.by)) put("fo_satisfaction", "departement 13", year, `operateur/${by}`, total(part.map(({happy}) => happy)), total(part.map(({all}) => all)));
  }

  // Deliveries.
  const deliveries = latest(world["src_equipement__equipement"], ["commande", "bordereau", "ligne"]).map((row) => {
    const days = (from: string, to: string): N => (isKnown(row[from]) && isKnown(row[to]) ? (Date.parse(str(row[to])) - Date.parse(str(row[from]))) / 86_400_000 : null);
    const units = num(row["quantite_livree"]) ?? 0;
    return {
      year: yearOf(row["date_livraison"] ?? row["date_commande"]), uai: str(row["uai"]), kind: str(row["categorie"]), target: str(row["beneficiaire"] ?? "etablissement"), units, ordered: num(row["quantite_commandee"]) ?? 0, classes: num(row["classes_equipees"]),
      wait: units > 0 ? days("date_commande", "date_livraison") : null, start: units > 0 ? days("date_livraison", "date_mise_en_service") : null
    };
  });
  const deliveryYears = yearsOf(deliveries);
  everySchool(deliveryYears, ({uai, secteur, hasElementary}, year) => {
    const until = deliveries.filter((row) => row.uai === uai && row.year <= year);
    const arrived = until.filter(({units}) => units > 0);
    const here = staff(uai, year);
    if (hasElementary && secteur === "public") {
      const classes = total(arrived.filter(({target}) => target === "classe" || target === "etablissement").map((row) => row.classes));
      put("eq_classes_socle", uai, year, "ensemble/ensemble", classes, num(here["classes"]));
      put("eq_part_classes_socle", uai, year, "ensemble/ensemble", classes, num(here["classes"]));
    }
    if (secteur === "public") put("eq_ecoles_livrees", uai, year, "ensemble/ensemble", arrived.length > 0 ? 1 : 0, 1);
    put("eq_neo_titulaires_equipes", uai, year, "ensemble/ensemble", total(arrived.filter(({target}) => target === "neo_titulaire").map(({units}) => units)), num(here["neo_titulaires"]));
    const families = num(here["familles_accompagnees"]);
    put("eq_pool_familles", uai, year, "ensemble/ensemble", total(until.filter(({target, kind}) => target === "famille" || kind === "pret_famille").map(({units}) => units)), families === null ? null : families / 100);
    const now = deliveries.filter((row) => row.uai === uai && row.year === year);
    put("eq_materiel_livre", uai, year, "ensemble/ensemble", total(now.map(({units}) => units)), total(now.map(({ordered}) => ordered)));
  });
  for (const [place, rows] of groupBy(deliveries, ({uai, year}) => `${uai} ${year}`)) {
    const [uai = "", year = ""] = place.split(" ");
    for (const [kind, part] of groupBy(rows, (row) => row.kind)) put("eq_materiel_livre", uai, year, `categorie/${kind}`, total(part.map(({units}) => units)), total(part.map(({ordered}) => ordered)));
    for (const [code, key, awaited] of [["eq_delai_livraison", "wait", rows], ["eq_delai_service", "start", rows.filter(({units}) => units !== null && units > 0)]] as const) {
      // A line that still waits stays, without terms.
      for (const [cell, part] of awaited.length === 0 ? [] : [["ensemble/ensemble", awaited] as const, ...groupBy(awaited, (row) => `categorie/${row.kind}`)]) {
        const timed = part.filter((row) => row[key] !== null && row[key] >= 0);
        put(code, uai, year, cell, timed.length === 0 ? null : total(timed.map((row) => row[key])), timed.length === 0 ? null : timed.length);
      }
    }
  }

  // Workshops.
  const workshops = latest(world["src_parentalite__parentalite"], ["atelier"]).map((row) => ({
    year: yearOf(row["date"]), uai: str(row["uai"]), type: str(row["type_atelier"]), partner: str(row["partenaire"] ?? "non_precise"), families: num(row["familles"]), parents: num(row["parents_ambassadeurs"]),
    place: isKnown(row["uai"]) ? str(row["uai"]) : isKnown(row["code_commune"]) ? (row["code_commune"] === "13201" ? "arrondissement 13201" : `commune ${str(row["code_commune"])}`) : "programme TNE"
  }));
  const workshopYears = yearsOf(workshops);
  for (const [where, rows] of groupBy(workshops, ({place, year}) => `${place}|${year}`)) {
    const [place = "", year = ""] = where.split("|");
    const parts: [string, typeof rows][] = [["ensemble/ensemble", rows], ...groupBy(rows, ({type}) => `type_atelier/${type}`), ...groupBy(rows, ({partner}) => `partenaire/${partner}`)];
    for (const [cell, part] of parts) {
      put("pa_ateliers", place, year, cell, part.length, null);
      put("pa_familles_touchees", place, year, cell, total(part.map(({families}) => families)), known.has(place) ? num(staff(place, year)["eleves"]) : null);
      put("pa_parents_ambassadeurs", place, year, cell, total(part.map(({parents}) => parents)), null);
    }
  }
  everySchool(workshopYears, ({uai}, year) => {
    const isHost = workshops.some((row) => row.uai === uai && row.year === year);
    put("pa_ecoles_atelier", uai, year, "ensemble/ensemble", isHost ? 1 : 0, 1);
    if (!isHost) for (const code of ["pa_ateliers", "pa_familles_touchees", "pa_parents_ambassadeurs"]) put(code, uai, year, "ensemble/ensemble", 0, null);
  });

  // ENT: a week of class has at least a quarter of the visits of the median week.
  const audience = latest(world["src_ressources__dnma"], ["uai", "debut_semaine"]).map((row) => ({year: yearOf(row["debut_semaine"]), week: str(row["debut_semaine"]), uai: str(row["uai"]), pupils: num(row["visites_eleve"]), parents: num(row["visites_parent"]), teachers: num(row["utilisateurs_enseignant"]), all: num(row["visites_globales"])}));
  const ent = new Map<string, readonly (typeof audience)[number][]>();
  for (const [year, rows] of groupBy(audience, (row) => row.year)) {
    const visits = [...groupBy(rows, ({week}) => week)].map(([week, part]) => ({week, visits: total(part.map(({pupils}) => pupils))}));
    const sorted = visits.map((row) => row.visits).sort((a, b) => a - b);
    const median = ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
    const classWeeks = new Set(visits.filter((row) => row.visits >= median / 4).map(({week}) => week));
    for (const [uai, part] of groupBy(rows.filter(({week}) => classWeeks.has(week)), (row) => row.uai)) {
      ent.set(`${uai} ${year}`, part);
      if (!known.has(uai)) continue;
      const pupilWeeks = (num(staff(uai, year)["eleves"]) ?? Number.NaN) * classWeeks.size;
      const sumOf = (key: "pupils" | "parents" | "teachers"): N => (part.every((row) => row[key] === null) ? null : total(part.map((row) => row[key])));
      put("re_ent_visites_eleve", uai, year, "ensemble/ensemble", sumOf("pupils"), pupilWeeks);
      put("pa_ent_parents", uai, year, "ensemble/ensemble", sumOf("parents"), pupilWeeks);
      const active = sumOf("teachers");
      put("re_ent_enseignants_actifs", uai, year, "ensemble/ensemble", active === null ? null : active / classWeeks.size, num(staff(uai, year)["enseignants"]));
    }
  }

  // Portals.
  const portals = latest(world["src_ressources__ressources_usages"], ["uai", "annee_scolaire", "dispositif"]).map((row) => ({year: str(row["annee_scolaire"]), uai: str(row["uai"]), name: str(row["dispositif"]), hits: num(row["acces"]), any: num(row["acces"]) ?? num(row["utilisateurs"]) ?? num(row["abonnements"])}));
  for (const [place, rows] of groupBy(portals, ({uai, year}) => `${uai} ${year}`)) {
    const [uai = "", year = ""] = place.split(" ");
    const cell = (name: string, part: typeof rows): void => {
      const hits = part.every((row) => row.hits === null) ? null : total(part.map((row) => row.hits));
      put("re_ressources_usages", uai, year, name, hits, hits === null ? null : num(staff(uai, year)["eleves"]));
    };
    cell("ensemble/ensemble", rows);
    for (const [name, part] of groupBy(rows, (row) => `dispositif/${row.name}`)) cell(name, part);
  }
  everySchool(yearsOf(portals), ({uai}, year) => {
    const own = portals.filter((row) => row.uai === uai && row.year === year);
    put("re_etablissements_ressources", uai, year, "ensemble/ensemble", own.length > 0 ? 1 : 0, 1);
    for (const name of new Set(portals.filter((row) => row.year === year).map((row) => row.name))) put("re_etablissements_ressources", uai, year, `dispositif/${name}`, own.some((row) => row.name === name) ? 1 : 0, 1);
  });

  // Projects and milestones.
  const projects = latest(world["src_projets__projets"], ["dispositif", "projet", "uai", "annee_scolaire"]).map((row) => ({year: str(row["annee_scolaire"]), uai: str(row["uai"]), scheme: str(row["dispositif"]), volet: str(row["volet"] ?? "non_precise"), isKept: ["retenu", "en_cours", "acheve"].includes(str(row["statut"])), pupils: num(row["eleves"])}));
  everySchool(yearsOf(projects), ({uai}, year) => {
    const own = projects.filter((row) => row.uai === uai && row.year === year);
    const kept = own.filter(({isKept}) => isKept);
    put("pi_projets", uai, year, "ensemble/ensemble", kept.length, own.length);
    for (const [name, part] of [...groupBy(own, (row) => `dispositif/${row.scheme}`), ...groupBy(own, (row) => `volet/${row.volet}`)]) put("pi_projets", uai, year, name, part.filter(({isKept}) => isKept).length, part.length);
    put("pi_projets_etablissements", uai, year, "ensemble/ensemble", kept.length > 0 ? 1 : 0, 1);
    put("pi_projets_eleves", uai, year, "ensemble/ensemble", total(kept.map(({pupils}) => pupils)), num(staff(uai, year)["eleves"]));
  });
  const milestones = latest(world["src_projets__jalons"], ["theme", "action", "echeance"]);
  const lastFact = [...milestones.map((row) => str(row["date_realisation"])), ...(world["src_formation__formation"] ?? []).map((row) => str(row["date_debut"]))].sort().at(-1) ?? "";
  const due = milestones.filter((row) => row["statut"] !== "abandonne" && (row["statut"] === "realise" || str(row["echeance"]) <= lastFact)).map((row) => ({year: yearOf(row["echeance"]), theme: str(row["theme"]), isKept: row["statut"] === "realise" && (!isKnown(row["date_realisation"]) || str(row["date_realisation"]) <= str(row["echeance"]))}));
  for (const [year, rows] of groupBy(due, (row) => row.year)) {
    put("pi_jalons", "departement 13", year, "ensemble/ensemble", rows.filter(({isKept}) => isKept).length, rows.length);
    for (const [theme, part] of groupBy(rows, (row) => row.theme)) put("pi_jalons", "departement 13", year, `theme/${theme}`, part.filter(({isKept}) => isKept).length, part.length);
  }

  // The four volets together.
  const reached = schools.flatMap(({uai}) => YEARS.map((year) => {
    const seen = ent.get(`${uai} ${year}`) ?? [];
    const volets = [
      deliveries.some((row) => row.uai === uai && row.units > 0 && row.year <= year),
      total(seen.map(({all}) => all)) > 0 || total(seen.map(({pupils}) => pupils)) > 0 || portals.some((row) => row.uai === uai && row.year === year && (row.any ?? 0) > 0),
      training.some((row) => row.uai === uai && row.year === year && row.isThere && row.role === "enseignant"),
      workshops.some((row) => row.uai === uai && row.year === year)
    ].filter(Boolean).length;
    return {uai, year, volets, pupils: num(staff(uai, year)["eleves"]) ?? 0};
  }));
  for (const {uai, year, volets, pupils} of reached) {
    if (!reached.some((row) => row.year === year && row.volets > 0)) continue;
    put("pi_eleves_concernes", uai, year, "ensemble/ensemble", volets > 0 ? pupils : 0, pupils);
    for (let n = 0; n <= 4; n += 1) put("pi_eleves_concernes", uai, year, `nombre_de_volets/${n}`, volets === n ? pupils : 0, pupils);
  }

  // Money.
  const money = latest(world["src_budget__budget"], ["annee", "convention", "collectivite", "volet"]).map((row) => ({year: `${(num(row["annee"]) ?? 0) - 1}-${num(row["annee"]) ?? 0}`, volet: str(row["volet"]), body: str(row["collectivite"]), planned: num(row["prevu"]), committed: num(row["engage"]), paid: num(row["paye"]), local: num(row["part_collectivite"])}));
  for (const [year, rows] of groupBy(money, (row) => row.year)) {
    for (const [cell, part] of [["ensemble/ensemble", rows] as const, ...groupBy(rows, ({volet}) => `volet/${volet}`), ...groupBy(rows, ({body}) => `collectivite/${body}`)]) {
      const sumOf = (key: "planned" | "committed" | "paid"): number => total(part.map((row) => row[key]));
      put("bu_engage", "departement 13", year, cell, sumOf("committed"), sumOf("planned"));
      put("bu_taux_engagement", "departement 13", year, cell, sumOf("committed"), sumOf("planned"));
      put("bu_paye", "departement 13", year, cell, sumOf("paid"), sumOf("committed"));
      put("bu_cofinancement", "departement 13", year, cell, part.every(({local}) => local === null) ? null : total(part.map(({local}) => local)), sumOf("planned"));
    }
    const pupils = reached.filter((row) => row.year === year && row.volets > 0).map((row) => row.pupils);
    if (pupils.length > 0) put("bu_par_eleve", "departement 13", year, "ensemble/ensemble", total(rows.map(({paid}) => paid)), total(pupils));
  }

  recomputePix(world, put, {everySchool, staff, uaiOf: (systeme, libelle) => str((world["src_territoires__correspondances"] ?? []).find((row) => row["systeme"] === systeme && row["libelle"] === libelle)?.["uai"])});

  // Published elsewhere.
  const published = latest(world["src_formation__tne_solutions"], ["departement", "date"]).sort((a, b) => (str(a["date"]) < str(b["date"]) ? -1 : 1)).at(-1);
  const everyone = (name: string): N => {
    const values = schools.map(({uai}) => num(staff(uai, "2024-2025")[name]));
    return values.every((value) => value === null) ? null : total(values);
  };
  if (published) {
    put("re_solutions_deployees", "departement 13", "2024-2025", "ensemble/ensemble", num(published["eleves"]), everyone("eleves"));
    put("re_solutions_enseignants", "departement 13", "2024-2025", "ensemble/ensemble", num(published["enseignants"]), everyone("enseignants"));
  }
  // The pupils of the three other départements of the académie are unknown.
  for (const row of world["src_ressources__gar_academie"] ?? []) put("re_gar_acces_eleve", "academie 02", str(row["annee_scolaire"]), "ensemble/ensemble", num(row["acces"]), null);
  for (const row of world["src_objectifs__reperes"] ?? []) put(str(row["indicateur"]), "academie 02", "2013-2014", "ensemble/ensemble", num(row["valeur"]), 1);
  return terms;
}

const both = (a: N, b: N): readonly [N, N] => (a === null || b === null ? [a === null || b === null ? null : a, null] : [a, b]);
const scaled = ([a, b]: readonly [N, N], by: number): readonly [N, N] => [a, b === null ? null : b / by];
const sumKnown = (a: N, b: N): N => (a === null || b === null ? null : a + b);

interface Place {
  everySchool: (years: readonly string[], use: (school: {uai: string; degre: string}, year: string) => void) => void;
  staff: (uai: string, year: string) => Row;
  uaiOf: (systeme: string, libelle: string) => string;
}

function recomputePix(world: World, put: (code: string, place: string, year: string, cell: string, n: N, d: N) => void, {everySchool, staff, uaiOf}: Place): void {
  const passages = latest(world["src_pix__certification"], ["certification"]).map((row) => ({
    id: str(row["certification"]), who: str(row["personne"]), year: yearOf(row["date_passage"]), day: str(row["date_passage"]), uai: uaiOf("pix_session", str(row["session"])), isEdu: str(row["type_certification"]).includes("Édu"),
    isPassed: row["statut"] === "Validée", score: num(row["score"]), levels: (row["niveaux"] ?? {}) as Readonly<Record<string, N>>
  }));
  // One passage a person, school and year: the one obtained, then the last, then the best.
  const counted = [...groupBy(passages, ({who, year, uai, isEdu}) => `${who} ${year} ${uai} ${String(isEdu)}`).values()].map(
    (rows) => rows.sort((a, b) => Number(b.isPassed) - Number(a.isPassed) || (a.day === b.day ? 0 : a.day < b.day ? 1 : -1) || (b.score ?? Number.POSITIVE_INFINITY) - (a.score ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1))[0] as (typeof passages)[number]
  );
  const pupils = counted.filter(({isEdu}) => !isEdu);
  const band = (score: number): string => {
    const names = ["novice_2", "independant_1", "independant_2", "avance_1", "avance_2", "expert_1", "expert_2"];
    return score < 64 ? "aucun" : score < 128 ? "novice_1" : (names[Math.floor(score / 128) - 1] ?? "expert_2");
  };
  const bandsOf = (year: string): Set<string> => new Set(pupils.filter((row) => row.year === year && row.isPassed && row.uai !== "" && row.score !== null).map(({score}) => band(score ?? 0)));
  for (const [place, rows] of groupBy(pupils.filter(({uai}) => uai !== ""), ({uai, year}) => `${uai} ${year}`)) {
    const [uai = "", year = ""] = place.split(" ");
    const passed = rows.filter(({isPassed}) => isPassed);
    const scored = passed.filter(({score}) => score !== null);
    put("us_pix_certifies", uai, year, "ensemble/ensemble", passed.length, rows.length);
    if (passed.length > 0) {
      const sum = scored.length > 0 ? total(scored.map(({score}) => score)) : null;
      put("us_pix_score", uai, year, "ensemble/ensemble", sum, scored.length);
      put("us_pix_score_median", uai, year, "ensemble/ensemble", sum, scored.length);
    }
    if (scored.length > 0) {
      put("us_pix_niveau", uai, year, "ensemble/ensemble", scored.filter(({score}) => (score ?? 0) >= 256).length, scored.length);
      for (const name of bandsOf(year)) put("us_pix_niveau", uai, year, `niveau_pix/${name}`, scored.filter(({score}) => band(score ?? 0) === name).length, scored.length);
    }
    const level = (cell: string, codes: readonly string[]): void => {
      const levels = passed.flatMap((row) => codes.map((code) => row.levels[code] ?? null)).filter((value) => value !== null);
      if (levels.length > 0) put("us_pix_competence", uai, year, cell, total(levels.map((value) => Math.max(value, 0))), levels.length);
    };
    level("ensemble/ensemble", COMPETENCES);
    for (const code of COMPETENCES) level(`competence/${code}`, [code]);
    for (const domain of ["1", "2", "3", "4", "5"]) level(`domaine/${domain}`, COMPETENCES.filter((code) => code.startsWith(domain)));
  }
  everySchool([...new Set(passages.map(({year}) => year))], ({uai, degre}, year) => {
    const here = staff(uai, year);
    const [third, last] = [num(here["eleves_3e"]), num(here["eleves_terminale"])];
    if (degre === "second") put("us_pix_certifies_niveau", uai, year, "ensemble/ensemble", pupils.filter((row) => row.uai === uai && row.year === year && row.isPassed).length, third === null && last === null ? null : (third ?? 0) + (last ?? 0));
  });
  everySchool([...new Set(passages.filter(({isEdu}) => isEdu).map(({year}) => year))], ({uai}, year) => {
    put("fo_pix_edu", uai, year, "ensemble/ensemble", counted.filter((row) => row.isEdu && row.isPassed && row.uai === uai && row.year === year).length, num(staff(uai, year)["enseignants"]));
  });

  const starts = latest(world["src_pix__campagne_evaluation"], ["campagne_id", "personne", "date_debut"]).map((row) => ({
    campaign: str(row["campagne_id"]), who: str(row["personne"]), at: str(row["date_debut"]), shared: str(row["date_partage"]), isShared: row["partage"] === true, year: yearOf(row["date_debut"]), uai: uaiOf("pix_organisation", str(row["organisation"])),
    mastery: row["partage"] === true ? num(row["maitrise"]) : null, asked: (row["acquis_domaines"] ?? {}) as Readonly<Record<string, number>>, held: (row["acquis_maitrises_domaines"] ?? {}) as Readonly<Record<string, number>>
  }));
  const best = [...groupBy(starts, ({campaign, who}) => `${campaign} ${who}`).values()].map(
    (rows) => rows.sort((a, b) => Number(b.isShared) - Number(a.isShared) || (a.shared === b.shared ? 0 : a.shared < b.shared ? 1 : -1) || (a.at < b.at ? 1 : -1))[0] as (typeof starts)[number]
  );
  for (const [place, rows] of groupBy(best.filter(({uai}) => uai !== ""), ({uai, year}) => `${uai} ${year}`)) {
    const [uai = "", year = ""] = place.split(" ");
    put("us_pix_participation", uai, year, "ensemble/ensemble", rows.filter(({isShared}) => isShared).length, rows.length);
    const measured = rows.filter(({mastery}) => mastery !== null);
    if (measured.length > 0) put("us_pix_maitrise", uai, year, "ensemble/ensemble", total(measured.map(({mastery}) => mastery)), measured.length);
    for (const [index, name] of DOMAINES.entries()) {
      const asked = measured.filter((row) => isKnown(row.asked[name]));
      if (asked.length > 0) put("us_pix_maitrise", uai, year, `domaine/${index + 1}`, total(asked.map((row) => row.held[name] ?? null)), total(asked.map((row) => row.asked[name] ?? null)));
    }
  }
  everySchool([...new Set(starts.map(({year}) => year))], ({uai, degre}, year) => {
    if (degre === "second") put("us_pix_participation_eleves", uai, year, "ensemble/ensemble", new Set(starts.filter((row) => row.uai === uai && row.year === year).map(({who}) => who)).size, num(staff(uai, year)["eleves"]));
  });
  const sent = latest(world["src_pix__collecte_profils"], ["campagne_id", "personne", "date_envoi"]).filter((row) => row["envoi"] === true).map((row) => ({who: str(row["personne"]), year: yearOf(row["date_envoi"]), uai: uaiOf("pix_organisation", str(row["organisation"])), says: yesNo(row["certifiable"])}));
  for (const [place, rows] of groupBy(sent.filter(({uai}) => uai !== ""), ({uai, year}) => `${uai} ${year}`)) {
    const [uai = "", year = ""] = place.split(" ");
    const verdicts = [...groupBy(rows, ({who}) => who).values()].map((own) => (own.some(({says}) => says === 1) ? 1 : own.some(({says}) => says === 0) ? 0 : null)).filter((verdict) => verdict !== null);
    put("us_pix_profil", uai, year, "ensemble/ensemble", total(verdicts), verdicts.length);
  }
}

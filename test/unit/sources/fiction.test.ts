import {createHash} from "node:crypto";
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {headerIndex, relationName, type Contract} from "../../../pipelines/lib/contract/contract.ts";
import {fold, isUai} from "../../../pipelines/lib/text.ts";
import {contracts} from "../../../sources/index.ts";
import {writeFiction} from "../../../sources/fiction/fiction.ts";
import {plantedErrors} from "../../../sources/fiction/planted.ts";
import {personalCanaries} from "../../../sources/fiction/truth.ts";
import {records, writeSomewhere, type Table, type Written} from "./fiction-support.ts";

let small: Written;

beforeAll(async () => {
  small = await writeSomewhere(13, 0.1);
});
afterAll(() => small.remove());

const tables = (): {file: string; table: Table}[] => small.files.filter(({path: file}) => !file.endsWith("LISEZMOI.txt")).map(({path: file}) => ({file, table: small.read(file)}));

/** The contract that knows the most of these headers, among those whose signature is there. */
function recognise(header: readonly string[]): Contract | undefined {
  const labels = header.map(fold);
  const known = (contract: Contract): number => labels.filter((label) => headerIndex(contract).has(label)).length;
  return contracts
    .filter((contract) => {
      const required = Object.entries(contract.columns).filter(([, column]) => column.required).map(([name]) => fold(name));
      return (contract.signature ?? [required]).some((signature) => signature.every((label) => labels.includes(label)));
    })
    .sort((left, right) => known(right) - known(left))[0];
}

/** Lines that the contract's own kinds and rules refuse, cell by cell: the reading of people, not that of the importer. */
function refusedLines(contract: Contract, table: Table): number[] {
  const index = headerIndex(contract);
  const names = table.header.map((label) => index.get(fold(label)));
  const nothing = new Set(["", ...(contract.missing ?? []), ...(contract.notConcerned ?? [])]);
  const lines: number[] = [];
  const seen = new Set<string>();
  table.rows.forEach((row, rank) => {
    const text = row.join("\u0000");
    if (seen.has(text)) return;
    seen.add(text);
    const values: Record<string, unknown> = {};
    let isWrong = false;
    names.forEach((name, position) => {
      const column = name === undefined ? undefined : contract.columns[name];
      const cell = (row[position] ?? "").trim();
      if (name === undefined || column === undefined) return;
      if (nothing.has(cell)) {
        isWrong ||= column.required === true;
        return;
      }
      const parsed = column.kind.zod.safeParse(cell);
      if (parsed.success) values[name] = parsed.data;
      else isWrong ||= column.personal !== "drop";
    });
    const breaksRule = (contract.rules ?? []).some((rule) => rule.level === "refus" && rule.isWrong(values));
    if (isWrong || breaksRule) lines.push(rank + 2);
  });
  return lines;
}

function saysItIsFictional({Identifiant_de_l_etablissement: uai = "", Nom_etablissement: nom = ""}: Record<string, string>): boolean {
  return isUai(uai) && /^013[89]/.test(uai) && /\bficti(f|ve)\b/.test(nom);
}

/** The SQL of the staging models: the published layouts that none reads yet have no fiction. */
function modelText(): string {
  const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../sql/staging");
  return readdirSync(folder).filter((name) => name.endsWith(".sql")).map((name) => readFileSync(path.join(folder, name), "utf8")).join("\n");
}

describe("what is written", () => {
  test("every file is recognised by a contract, and every relation that a model reads is served", () => {
    const served = new Set<string>();
    const unknown: string[] = [];
    for (const {file, table} of tables()) {
      const contract = recognise(table.header);
      if (contract) served.add(`${contract.source}/${contract.objet}`);
      else unknown.push(file);
    }
    expect(unknown).toEqual([]);
    // References shipped with the project.
    const elsewhere = new Set(["territoires/communes", "territoires/centres", "objectifs/reperes"]);
    const read = modelText();
    const missing = contracts
      .filter((contract) => read.includes(relationName(contract)))
      .map(({source, objet}) => `${source}/${objet}`)
      .filter((name) => !served.has(name) && !elsewhere.has(name));
    expect(missing).toEqual([]);
  });

  test("no header is unknown to the contract of its file, but for the open data and Pix which have more columns than are loaded", () => {
    const unknown = tables().flatMap(({file, table}) => {
      const contract = recognise(table.header) as Contract;
      const index = headerIndex(contract);
      return contract.freeColumns ? [] : table.header.filter((label) => !index.has(fold(label))).map((label) => `${file} ${label}`);
    });
    expect(unknown).toEqual([]);
  });

  test("the annuaire has the 71 columns of 2026, in their order", () => {
    const {header} = small.read("etablissements/annuaire-education-013.csv");
    expect(header).toHaveLength(71);
    expect(header[0]).toBe("Identifiant_de_l_etablissement");
    expect(header.indexOf("code_circonscription")).toBe(66);
    expect(header[70]).toBe("libelle_bassin_formation");
  });

  test("a Pix export has its mark, its quotes, its decimal commas and its escaped formulas", () => {
    const raw = readFileSync(path.join(small.dir, "pix/campagnes-evaluation-2024-2025.csv"), "utf8");
    expect(raw.startsWith('\ufeff"Nom de l\'organisation";"ID Campagne";"Code"')).toBe(true);
    expect(raw).toMatch(/;0,\d\d?;/);
    expect(raw).toMatch(/;"'@Campagne de rentrée/);
    expect(raw).not.toMatch(/;\d+\.\d/);
  });

  test("some files come from Excel: Windows-1252 with CRLF, and UTF-16 with tabs", () => {
    const excel = readFileSync(path.join(small.dir, "projets/jalons.csv"));
    expect(excel.includes(Buffer.from([0x0d, 0x0a]))).toBe(true);
    expect(excel.includes(Buffer.from([0xe9]))).toBe(true); // é
    expect(excel.includes(Buffer.from([0x80]))).toBe(true); // €
    const unicode = readFileSync(path.join(small.dir, "etic/etic-2024-2025.txt"));
    expect([unicode[0], unicode[1]]).toEqual([0xff, 0xfe]);
    expect(unicode.toString("utf16le")).toContain("annee_scolaire\tuai\t");
  });

  test("the folder says that everything in it is fictional", () => {
    expect(readFileSync(path.join(small.dir, "LISEZMOI.txt"), "utf8")).toContain("TOUT EST FICTIF");
  });

  test("what a leak test looks for is in the raw files", () => {
    const people = ["formation/formations-2023-2024.csv", "formation/formations-2024-2025.csv", "pix/certifications-2023-2024.csv"].map((file) => readFileSync(path.join(small.dir, file), "utf8")).join("");
    expect(personalCanaries.filter((canary) => !people.includes(canary))).toEqual([]);
  });
});

describe("fictional schools", () => {
  test("say that they are, have a right check letter and a UAI out of the range of real ones", () => {
    const schools = records(small.read("etablissements/annuaire-education-013.csv"));
    expect(schools.filter((school) => !saysItIsFictional(school))).toEqual([]);
  });

  test("have names that no two share", () => {
    const names = records(small.read("etablissements/annuaire-education-013.csv")).map((row) => row["Nom_etablissement"]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("every UAI of every file is in the annuaire, but for the planted ones and the other départements of the national files", () => {
    const known = new Set(records(small.read("etablissements/annuaire-education-013.csv")).map((row) => row["Identifiant_de_l_etablissement"]));
    const strangers = tables().flatMap(({file, table}) => {
      const column = table.header.findIndex((label) => fold(label) === "uai");
      return table.rows.flatMap((row, rank) => {
        const uai = row[column] ?? "";
        const isElsewhere = file.startsWith("etablissements/ips-") && /^0(04|05|84)/.test(uai);
        return uai === "" || known.has(uai) || isElsewhere ? [] : [`${file} ${rank + 2}`];
      });
    });
    const planted = plantedErrors.filter((error) => error.kind === "lettre_fausse" || error.kind === "uai_inconnu").map((error) => `${error.file} ${error.line}`);
    expect(strangers.sort()).toEqual([...planted].sort());
  });
});

describe("planted errors", () => {
  test("the contracts refuse these lines and no other", () => {
    const found: string[] = [];
    for (const {file, table} of tables()) {
      const contract = recognise(table.header) as Contract;
      for (const line of refusedLines(contract, table)) found.push(`${file} ${line}`);
    }
    const planted = plantedErrors.filter((error) => error.outcome === "refuse").map((error) => `${error.file} ${error.line}`);
    expect(found.sort()).toEqual([...planted].sort());
  });

  test("a planted duplicate is the line above, to the letter, and the only ones of its file", () => {
    const repeated = tables().flatMap(({file, table}) => {
      const seen = new Set<string>();
      return table.rows.flatMap((row, rank) => {
        const text = row.join("\u0000");
        const isKnown = seen.has(text);
        seen.add(text);
        return isKnown ? [`${file} ${rank + 2}`] : [];
      });
    });
    const planted = plantedErrors.filter((error) => error.kind === "doublon_exact").map((error) => `${error.file} ${error.line}`);
    expect(repeated.sort()).toEqual([...planted].sort());
    for (const {file, line} of plantedErrors.filter((error) => error.kind === "doublon_exact")) {
      const {rows} = small.read(file);
      expect(rows[line - 2]).toEqual(rows[line - 3]);
    }
  });

  test("each file holds what the list says, where it says", () => {
    for (const error of plantedErrors) {
      const table = small.read(error.file);
      const row = table.rows[error.line - 2] ?? [];
      expect(Object.fromEntries(Object.keys(error.cells).map((column) => [column, row[table.header.indexOf(column)]]))).toEqual(error.cells);
    }
  });
});

describe("determinism", () => {
  test("the same seed gives the same bytes, as the summary tells them", async () => {
    const again = await writeSomewhere(13, 0.1);
    try {
      expect(again.files).toEqual(small.files);
      for (const {path: file, sha256} of again.files.slice(0, 8)) {
        expect(createHash("sha256").update(readFileSync(path.join(again.dir, file))).digest("hex")).toBe(sha256);
      }
    } finally {
      again.remove();
    }
  });

  test("the bytes are those that every machine gives (change this digest when you change the fiction, and only then)", () => {
    const listed = small.files.map(({path: file, sha256}) => `${file} ${sha256}\n`).join("");
    expect(createHash("sha256").update(listed).digest("hex").slice(0, 16)).toBe("7c8cba2acb684a4c");
  });

  test("another seed gives other schools, results and deliveries", async () => {
    const other = await writeSomewhere(14, 0.1);
    try {
      const sha = new Map(small.files.map(({path: file, sha256}) => [file, sha256]));
      const same = other.files.filter(({path: file, sha256}) => sha.get(file) === sha256).map(({path: file}) => file);
      expect(same.sort()).toEqual(["objectifs/objectifs.csv", "projets/jalons.csv"]); // these two are lists, not draws
    } finally {
      other.remove();
    }
  });

  test("a scale that would leave the range of fictional UAI is refused", async () => {
    await expect(writeFiction({dir: small.dir, seed: 1, scale: 2})).rejects.toThrow(RangeError);
  });
});

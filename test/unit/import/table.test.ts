import {afterAll, beforeAll, beforeEach, describe, expect, test} from "vitest";
import {newLake, type TestLake} from "./import-kit.ts";

let lake: TestLake;
beforeAll(async () => {
  lake = await newLake();
});
beforeEach(() => lake.empty());
afterAll(() => lake.remove());

const HEADER = "annee_scolaire;uai;eleves";
const ROWS = ["2024-2025;0130007M;493", "2024-2025;0130022D;10"];

describe("rows keep the number that a spreadsheet gives them", () => {
  test.each([
    ["plain", [HEADER, ...ROWS], [2, 3]],
    ["under a line sep=;, that no spreadsheet shows", ["sep=;", HEADER, ...ROWS], [2, 3]],
    ["under lead lines and a blank one", ["Cours;TNE 13", "Groupe;Tous", "", HEADER, ...ROWS], [5, 6]],
    ["around a blank line", [HEADER, ROWS[0], "", ROWS[1]], [2, 4]],
    ["after a title of several lines", [`annee_scolaire;uai;"eleves";"remarque\ndu service"`, `${ROWS[0]};a`, `${ROWS[1]};b`], [2, 3]],
    ["after a cell of several lines", [`${HEADER};remarque`, `${ROWS[0]};"deux\nlignes"`, `${ROWS[1]};b`], [2, 3]]
  ])("%s", async (_what, lines, expected) => {
    const [result] = await lake.take("f.csv", `${lines.join("\n")}\n`);
    expect(result).toMatchObject({lus: 2, acceptes: 2, rejetes: 0});
    expect((await lake.rows("effectifs", "_ligne AS ligne")).map((row) => row["ligne"])).toEqual(expected);
  });
});

test("a total below a table without any other trouble is set aside and said", async () => {
  const [result] = await lake.take("f.csv", `${[HEADER, ...ROWS, "Total;;503"].join("\n")}\n`);
  expect(result).toMatchObject({lus: 2, acceptes: 2, rejetes: 0, statut: "importe"});
  expect(result?.messages.join(" ")).toContain("totaux");
});

test("a school whose name begins like a total stays a record", async () => {
  const [result] = await lake.take("f.csv", "libelle;systeme;uai\nTotalement libre;lieu;0130007M\nAutre;lieu;0130022D\n");
  expect(result).toMatchObject({source: "territoires/correspondances", lus: 2, acceptes: 2});
});

test.each([
  ["the header alone", `${HEADER}\r\n${ROWS.join("\n")}\n`],
  ["the rows alone", `${HEADER}\n${ROWS.join("\r\n")}\r\n`],
  ["a line sep=; alone", `sep=;\r\n${HEADER}\n${ROWS.join("\n")}\n`],
  ["the last row alone", `${HEADER}\n${ROWS[0]}\n${ROWS[1]}\r\n`]
])("a file that two tools wrote keeps its rows: another line end for %s", async (_what, text) => {
  const [result] = await lake.take("f.csv", text);
  expect(result).toMatchObject({lus: 2, acceptes: 2, rejetes: 0, statut: "importe"});
  expect((await lake.rows("effectifs", "_ligne AS ligne, eleves")).map((row) => row["eleves"])).toEqual([493, 10]);
});

import {afterAll, beforeAll, beforeEach, describe, expect, test} from "vitest";
import {newLake, type TestLake} from "./import-kit.ts";

let lake: TestLake;
beforeAll(async () => {
  lake = await newLake();
});
beforeEach(() => lake.empty());
afterAll(() => lake.remove());

const HEADER = "commande;ligne;uai;categorie;financeur;quantite_commandee;quantite_livree;date_livraison";
const delivery = (...rows: readonly string[]): string => `${[HEADER, ...rows].join("\n")}\n`;

describe("what a spreadsheet writes in place of what was meant is mended, counted and said", () => {
  test("the apostrophe by which Excel keeps a text", async () => {
    const [result] = await lake.take("livraison.csv", delivery("C1;1;'0130007M;'tablette;'007;'12;12;'15/11/2024", "C2;1;0130007M;tablette;l'atelier;12;12;15/11/2024"));
    expect(result).toMatchObject({statut: "importe", acceptes: 2});
    expect(result?.messages.join(" ")).toContain("1 ligne réparée : une apostrophe d'Excel en tête de case a été ôtée");
    expect(await lake.rows("equipement", "uai, categorie, financeur, quantite_commandee, date_livraison::varchar AS jour")).toEqual([
      {uai: "0130007M", categorie: "tablette", financeur: "007", quantite_commandee: 12, jour: "2024-11-15"},
      {uai: "0130007M", categorie: "tablette", financeur: "l'atelier", quantite_commandee: 12, jour: "2024-11-15"}
    ]);
  });

  test("a text that begins with an apostrophe of its own keeps it", async () => {
    await lake.take("livraison.csv", delivery("C1;1;0130007M;tablette;'s-Hertogenbosch;12;12;"));
    expect(await lake.rows("equipement", "financeur")).toEqual([{financeur: "'s-Hertogenbosch"}]);
  });

  test("the day number of Excel, in a column of dates", async () => {
    const [result] = await lake.take("livraison.csv", delivery("C1;1;0130007M;tablette;x;12;12;45611", "C2;1;0130007M;tablette;45611;12;12;15/11/2024"));
    expect(result?.messages.join(" ")).toContain("1 ligne réparée : une date écrite en numéro de jour d'Excel");
    expect(await lake.rows("equipement", "financeur, date_livraison::varchar AS jour")).toEqual([{financeur: "x", jour: "2024-11-15"}, {financeur: "45611", jour: "2024-11-15"}]);
  });

  test.each(["2024", "13001", "99999", "45611,5", "1731628800"])("%s is no day number of these years: the row is refused", async (cell) => {
    const [result] = await lake.take("livraison.csv", delivery(`C1;1;0130007M;tablette;x;12;12;${cell}`));
    expect(result).toMatchObject({acceptes: 0, rejetes: 1});
    expect(result?.messages.join(" ")).toContain("ce n'est pas une date");
  });
});

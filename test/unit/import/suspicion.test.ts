import {afterAll, beforeAll, beforeEach, describe, expect, test} from "vitest";
import {newLake, type TestLake} from "./import-kit.ts";

let lake: TestLake;
beforeAll(async () => {
  lake = await newLake();
});
beforeEach(() => lake.empty());
afterAll(() => lake.remove());

const withColumn = (title: string, cells: readonly string[]): string => `annee_scolaire;uai;eleves;${title}\n${cells.map((cell, index) => `2024-2025;0130007M;${100 + index};${cell}`).join("\n")}\n`;

describe("a column that the contract does not know and that looks personal", () => {
  test.each([
    ["courriels", "contact", ["jo.canari@exemple.fr", "", "al@exemple.org"]],
    ["courriels", "Adresse e-mail", ["?", "?", "?"]],
    ["numéros de sécurité sociale", "matricule", ["1 85 05 13 055 123 45", "2850513055123", "185052A00412345"]],
    ["NUMEN", "identifiant agent", ["12E1234567ABC", "13e7654321xyz", "12E1111111AAA"]],
    ["INE", "numéro", ["123456789AB", "1234567890C", "0123456789D"]],
    ["numéros de téléphone", "joindre", ["04 91 00 00 00", "0612345678", "+33 6 12 34 56 78"]],
    ["noms de personnes", "Prénom", ["Jo", "Al", "Li"]],
    ["dates ou lieux de naissance", "Né le (date de naissance)", ["x", "y", "z"]]
  ])("%s, under the title « %s »: dropped, told by its letter, never echoed", async (what, title, cells) => {
    const [result] = await lake.take("fichier.csv", withColumn(title, cells));
    expect(result).toMatchObject({acceptes: 3, statut: "importe"});
    const said = result?.messages.join("\n") ?? "";
    expect(said).toContain(`La colonne D (${what}) semble contenir des données personnelles`);
    for (const text of [title, ...cells.filter((cell) => cell.length > 3)]) expect(said).not.toContain(text);
    expect(JSON.stringify(await lake.rows("effectifs", "*"))).not.toContain(cells[0] as string);
  });

  test.each([
    ["tablettes mobiles", ["12", "5", "7"]],
    ["téléviseurs", ["0", "1", "2"]],
    ["code postal", ["13001", "13002", "13003"]],
    ["commentaire", ["voir 04 91 00 00 00 ou autre", "rien", "rien"]],
    ["SIRET", ["22130001500247", "22130001500248", "22130001500249"]]
  ])("« %s » looks like nothing of the kind", async (title, cells) => {
    const [result] = await lake.take("fichier.csv", withColumn(title, cells));
    expect(result?.messages.join("\n")).toBe("Colonnes que Vigie ne connaît pas et n'a pas chargées : D.");
  });

  test("free columns of an export are looked at too", async () => {
    const text = `"Nom de l'organisation";"ID Campagne";"Nom du Participant";"Prénom du Participant";"Champ libre";"Envoi (O/N)";"Nombre de pix total"\n"Collège A";1;"X";"Y";"jo.canari@exemple.fr";"Oui";52\n`;
    const [result] = await lake.take("pix-0130007M.csv", text);
    expect(result?.messages.join("\n")).toContain("La colonne E (courriels)");
    expect(result?.messages.join("\n")).not.toMatch(/canari|libre/i);
  });

  test("several are told in one sentence", async () => {
    const [result] = await lake.take("fichier.csv", "annee_scolaire;uai;eleves;nom;courriel\n2024-2025;0130007M;100;Canari;jo@exemple.fr\n");
    expect(result?.messages.join("\n")).toContain("Les colonnes D (noms de personnes), E (courriels) semblent contenir des données personnelles");
  });
});

import {readdirSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, test} from "vitest";
import {shownBy, serialText} from "../../../pipelines/import/containers/xlsx.ts";
import {dateText, numberText, percentText} from "../../../pipelines/import/containers/workbook.ts";
import {readLake} from "../../../pipelines/import/lake.ts";
import {newLake, type TestLake} from "./import-kit.ts";
import {ods, odsCell, sheetData, xlsx, zip} from "./package-kit.ts";

const HEADER = ["annee_scolaire", "uai", "eleves", "classes"];
const ROWS = [["2024-2025", "0130007M", 493, 20], ["2024-2025", "0130022D", 10, 1]] as const;
const CSV = `${HEADER.join(";")}\n2024-2025;0130007M;493;20\n2024-2025;0130022D;10;1\n`;

let lake: TestLake;
beforeAll(async () => {
  lake = await newLake();
});
beforeEach(() => lake.empty());
afterAll(() => lake.remove());

const values = (): Promise<unknown[]> => lake.rows("effectifs", "_ligne AS ligne, uai, eleves, classes");

describe.each([["xlsx", xlsx], ["ods", ods]] as const)("a %s", (kind, build) => {
  test("is read as the same table as a csv", async () => {
    const [result] = await lake.take(`effectifs.${kind}`, build([{name: "Feuille1", rows: [HEADER, ...ROWS]}]));
    expect(result).toMatchObject({source: "etablissements/effectifs", lus: 2, acceptes: 2, rejetes: 0, statut: "importe"});
    expect(await values()).toEqual([{ligne: 2, uai: "0130007M", eleves: 493, classes: 20}, {ligne: 3, uai: "0130022D", eleves: 10, classes: 1}]);
  });

  test("keeps its own row numbers under titles, empty rows and a total", async () => {
    const rows = [["Effectifs constatés", null, null, null], [null], ["Extraction du 15/11/2024"], HEADER, ROWS[0], [null], ["2024-2025", "0130007A", 500, 20], ROWS[1], ["Total", null, 1003, 41]];
    const [result] = await lake.take(`effectifs.${kind}`, build([{name: "F", rows}]));
    expect(result).toMatchObject({lus: 3, acceptes: 2, rejetes: 1});
    expect(result?.messages.join(" ")).toContain("la lettre de contrôle de cet UAI est fausse (ligne 7, trouvé « 0130007A »)");
    expect((await values()).map((row) => (row as {ligne: number}).ligne)).toEqual([5, 8]);
  });

  test("leaves its total out, and says it", async () => {
    const [result] = await lake.take(`effectifs.${kind}`, build([{name: "F", rows: [HEADER, ...ROWS, ["Total", null, 503, 21]]}]));
    expect(result).toMatchObject({lus: 2, acceptes: 2, rejetes: 0});
    expect(result?.messages.join(" ")).toMatch(/totaux/);
  });

  test("gives the sheets that a contract knows, each under its name, and says which it leaves", async () => {
    const results = await lake.take(
      `classeur.${kind}`,
      build([{name: "Lisez-moi", rows: [["Bonjour"], ["Remplir la feuille suivante"]]}, {name: "Données", rows: [HEADER, ...ROWS]}, {name: "Rattachements", rows: [["uai", "type_territoire", "code_territoire", "nom_territoire", "debut"], ["0130007M", "bassin", "13001", "Aix", "2024-09-01"]]}])
    );
    expect(results.map(({fichier, source, statut}) => [fichier, source, statut])).toEqual([
      [`classeur.${kind} › Données`, "etablissements/effectifs", "importe"],
      [`classeur.${kind} › Rattachements`, "territoires/rattachements", "importe"]
    ]);
    expect(new Set(results.map((result) => result.sha256)).size).toBe(2);
    expect(results[0]?.messages.join(" ")).toContain("2 feuilles lues : « Données », « Rattachements »");
  });

  test("is refused with what it looks like when no sheet is known", async () => {
    const [result] = await lake.take(`inconnu.${kind}`, build([{name: "F", rows: [["annee_scolaire", "uai", "classes", "enseignants"], ["2024-2025", "0130007M", 20, 30]]}]));
    expect(result?.statut).toBe("refuse");
    expect(result?.messages.join(" ")).toContain("il lui manque la colonne eleves");
  });

  test("without anything in it is refused", async () => {
    const [result] = await lake.take(`vide.${kind}`, build([{name: "F", rows: []}]));
    expect(result).toMatchObject({statut: "refuse", lus: 0});
    expect(result?.messages.join(" ")).toContain("Ce classeur est vide");
  });

  test("read twice changes nothing", async () => {
    const book = build([{name: "F", rows: [HEADER, ...ROWS]}]);
    await lake.take(`a.${kind}`, book);
    expect((await lake.take(`b.${kind}`, book))[0]).toMatchObject({statut: "deja"});
    expect(readLake(lake.lake)).toHaveLength(1);
  });
});

describe("cells of an xlsx", () => {
  const one = async (cell: string): Promise<{result: {messages: readonly string[]; statut: string}; date: unknown}> => {
    const xml = `<sheetData><row r="1">${["commande", "ligne", "uai", "categorie", "quantite_commandee", "quantite_livree", "date_livraison", "taux_tva"].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join("")}</row><row r="2"><c t="inlineStr"><is><t>C1</t></is></c><c><v>1</v></c><c t="inlineStr"><is><t>'0130007M</t></is></c><c t="inlineStr"><is><t>tni</t></is></c><c><v>3</v></c><c><v>3</v></c>${cell}</row></sheetData>`;
    const [result] = await lake.take("livraison.xlsx", xlsx([{name: "F", xml}]));
    const [row] = await lake.rows("equipement", "date_livraison, taux_tva");
    if (!result) throw new Error("nothing came of the workbook");
    return {result, date: row};
  };

  test("a serial date becomes its day", async () => {
    expect((await one(`<c s="1"><v>45611</v></c>`)).date).toMatchObject({date_livraison: "2024-11-15"});
  });

  test("a percentage keeps its hundred, as the person sees it", async () => {
    expect((await one(`<c/><c s="3"><v>0.2</v></c>`)).date).toMatchObject({taux_tva: 20});
  });

  test("a formula gives its value, and is said", async () => {
    const {result, date} = await one(`<c s="1"><f>TODAY()</f><v>45611</v></c>`);
    expect(date).toMatchObject({date_livraison: "2024-11-15"});
    expect(result.messages.join(" ")).toContain("1 case contient une formule");
  });

  test("a formula without a value and an error are said", async () => {
    const {result} = await one(`<c><f>[1]F!A1</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>`);
    expect(result.messages.join(" ")).toContain("1 formule n'a pas de valeur enregistrée");
    expect(result.messages.join(" ")).toContain("1 case montre une erreur");
    expect(result.statut).toBe("partiel");
  });

  test("links to other workbooks are left alone and said", async () => {
    const [result] = await lake.take("lie.xlsx", xlsx([{name: "F", rows: [HEADER, ...ROWS]}], [{name: "xl/externalLinks/externalLink1.xml", content: "<externalLink/>"}]));
    expect(result?.messages.join(" ")).toContain("lié à 1 autre classeur");
  });

  test("a hidden sheet is not read, and said", async () => {
    const results = await lake.take("cache.xlsx", xlsx([{name: "F", rows: [HEADER, ...ROWS]}, {name: "Listes", rows: [["tni"]], isHidden: true}]));
    expect(results).toHaveLength(1);
    expect(results[0]?.messages.join(" ")).toContain("Feuille cachée, non lue : « Listes »");
  });

  test("a header of two rows grouped by merged cells is one header", async () => {
    const xml = `${sheetData([["annee_scolaire", "uai", "Effectifs", null], [null, null, "eleves", "classes"], ...ROWS])}<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/></mergeCells>`;
    const [result] = await lake.take("groupe.xlsx", xlsx([{name: "F", xml}]));
    expect(result).toMatchObject({acceptes: 2, rejetes: 0});
    expect((await values())[0]).toMatchObject({ligne: 3, eleves: 493});
  });

  test("cells merged downwards give their value to each of their rows, and it is said", async () => {
    const xml = `${sheetData([HEADER, ["2024-2025", "0130007M", 493, 20], [null, "0130022D", 10, 1]])}<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`;
    const [result] = await lake.take("fusion.xlsx", xlsx([{name: "F", xml}]));
    expect(result).toMatchObject({acceptes: 2, rejetes: 0});
    expect(result?.messages.join(" ")).toContain("1 groupe de cases fusionnées vers le bas");
  });

  test.each([["0.30000000000000004", "0.3"], ["67.20000000000000284", "67.2"], ["12345678901234567890", "12345678901234600000"], ["1E-7", "0.0000001"], ["0130007", "0130007"], ["", ""]])("the number %s reads %s", (raw, text) => {
    expect(numberText(raw)).toBe(text);
  });

  test("shares, dates and hours are written as they are shown", () => {
    expect(percentText("0.67")).toBe("67 %");
    expect(percentText("0.055")).toBe("5.5 %");
    expect(dateText("2024-11-15T00:00:00")).toBe("2024-11-15");
    expect(dateText("2024-11-15T08:30:00.000Z")).toBe("2024-11-15 08:30");
    expect(serialText(45_611.354_166_666_664, "moment", false)).toBe("2024-11-15 08:30");
    expect(serialText(45_611.9, "date", false)).toBe("2024-11-15");
    expect(serialText(44_149, "date", true)).toBe("2024-11-15");
    expect(serialText(1, "date", false)).toBe("1900-01-01");
    expect(serialText(0.5, "heure", false)).toBe("12:00");
  });

  test.each([["dd/mm/yyyy", "date"], ["[$-40C]d mmmm yyyy", "date"], ["jj/mm/aaaa", "date"], ["hh:mm", "heure"], ["yyyy-mm-dd hh:mm", "moment"], ["0.00%", "pourcentage"], ["#,##0.00 \"jours\"", "nombre"], ["[Red]0", "nombre"], ["General", "nombre"], ["0.00E+00", "nombre"], ["@", "nombre"]])("the format %s shows a %s", (format, shown) => {
    expect(shownBy(format)).toBe(shown);
  });
});

test("sheets of an ods are named and hidden as written", async () => {
  const rows = [HEADER, ...ROWS].map((row) => `<table:table-row>${row.map(odsCell).join("")}</table:table-row>`).join("");
  const content = `<office:document-content xmlns:office="o" xmlns:style="s" xmlns:table="t" xmlns:text="x"><office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Collèges &amp; lycées" table:style-name="ta1">${rows}</table:table><table:table table:name="Listes" table:style-name="ta2">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`;
  const results = await lake.take("a.ods", zip([{name: "META-INF/manifest.xml", content: "<manifest/>"}, {name: "content.xml", content}]));
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({acceptes: 2});
  expect(results[0]?.messages.join(" ")).toContain("Feuille lue : « Collèges & lycées ».");
  expect(results[0]?.messages.join(" ")).toContain("Feuille cachée, non lue : « Listes »");
});

describe("traps", () => {
  test("a million empty rows after the table take no memory and change nothing", async () => {
    const empties = Array.from({length: 1_048_573}, (_, index) => `<row r="${index + 4}" ht="15"/>`).join("");
    const xml = sheetData([HEADER, ...ROWS]).replace("</sheetData>", `${empties}</sheetData>`);
    expect((await lake.take("long.xlsx", xlsx([{name: "F", xml}])))[0]).toMatchObject({lus: 2, acceptes: 2, statut: "importe"});
  });

  test("the filling of an ods, a million rows by sixteen thousand columns, is nothing", async () => {
    const cells = (row: readonly (string | number)[]): string => `<table:table-row>${row.map((value) => (typeof value === "number" ? `<table:table-cell office:value-type="float" office:value="${value}"/>` : `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`)).join("")}<table:table-cell table:number-columns-repeated="16380"/></table:table-row>`;
    const xml = `${[HEADER, ...ROWS].map(cells).join("")}<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`;
    expect((await lake.take("long.ods", ods([{name: "F", xml}])))[0]).toMatchObject({lus: 2, acceptes: 2, statut: "importe"});
  });

  test.each([
    ["bombe.ods", () => ods([{name: "F", xml: `<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>`}]), /démesurée/],
    ["bombe.xlsx", () => xlsx([{name: "F", xml: `<sheetData>${"<row/>".repeat(12_000_000)}</sheetData>`}]), /démesuré/],
    ["hors-bornes.xlsx", () => xlsx([{name: "F", xml: `<sheetData><row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData>`}]), /démesurée/],
    ["entites.xlsx", () => xlsx([{name: "F", xml: `<sheetData><row><c t="str"><v>&lol;</v></c></row></sheetData>`}]), /abîmé/],
    ["coupe.xlsx", () => xlsx([{name: "F", rows: [HEADER]}]).subarray(0, 900), /abîmée/],
    ["sans-feuille.xlsx", () => zip([{name: "[Content_Types].xml", content: ""}, {name: "xl/rien.xml", content: ""}]), /pas de feuille lisible/],
    ["lettre.docx", () => zip([{name: "[Content_Types].xml", content: ""}, {name: "word/document.xml", content: ""}]), /document bureautique/],
    ["secret.ods", () => ods([{name: "F", rows: [HEADER, ...ROWS]}], true), /mot de passe/],
    ["secret.xlsx", () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(1024), Buffer.from("EncryptedPackage", "utf16le"), Buffer.alloc(1024)]), /mot de passe/],
    ["ancien.xls", () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2048)]), /Excel 97-2003/]
  ])("%s is refused, with the reason and the remedy", async (name, build, reason) => {
    const results = await lake.take(name, build());
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({statut: "refuse", acceptes: 0});
    expect(results[0]?.messages[0]).toMatch(reason);
    expect(results[0]?.messages.length).toBeGreaterThan(1);
  });
});

describe("a zip", () => {
  test("gives each of its files, with its own name and fingerprint", async () => {
    const results = await lake.take("envoi.zip", zip([{name: "a/effectifs.csv", content: CSV}, {name: "b.xlsx", content: xlsx([{name: "F", rows: [HEADER, ["2023-2024", "0130007M", 480, 20]]}])}, {name: "LISEZ-MOI.txt", content: "bonjour"}, {name: "__MACOSX/._b.xlsx", content: "x"}]));
    expect(results.map(({fichier, statut}) => [fichier, statut])).toEqual([["envoi.zip › a/effectifs.csv", "importe"], ["envoi.zip › b.xlsx", "importe"]]);
    expect((await lake.take("effectifs.csv", CSV))[0]?.messages.join(" ")).toContain("déjà dans le lac sous le nom « envoi.zip › a/effectifs.csv »");
  });

  test("takes the UAI from the name of the member, else of the archive", async () => {
    const pix = `"Nom de l'organisation";"ID Campagne";"Code";"Nom de la campagne";"Nom du Participant";"Prénom du Participant";"Envoi (O/N)";"Date et heure de l'envoi (Europe/Paris)";"Nombre de pix total";"Certifiable (O/N)";"Nombre de compétences certifiables"\n"Collège A";1;"ABC";"C";"X";"Y";"Oui";"15/11/2024 08:30";52;"Non";2\n`;
    await lake.take("0130022D.zip", zip([{name: "pix-0130007M.csv", content: pix}, {name: "pix.csv", content: pix.replace(";1;", ";2;")}]));
    expect((await lake.rows("collecte_profils", "campagne_id, _uai_fichier")).sort((left, right) => Number(left["campagne_id"]) - Number(right["campagne_id"]))).toEqual([{campagne_id: "1", _uai_fichier: "0130007M"}, {campagne_id: "2", _uai_fichier: "0130022D"}]);
  });

  test("writes nothing outside its folder, whatever the names say", async () => {
    const before = readdirSync(path.dirname(lake.dir));
    const results = await lake.take("mechant.zip", zip([{name: "../../../evade.csv", content: CSV}, {name: "C:\\Windows\\b.csv", content: CSV.replace("493", "494")}, {name: "/etc/c.csv", content: CSV.replace("493", "495")}]));
    expect(results.map((result) => result.fichier)).toEqual(["mechant.zip › evade.csv", "mechant.zip › C/Windows/b.csv", "mechant.zip › etc/c.csv"]);
    expect(readdirSync(path.dirname(lake.dir)).filter((name) => !before.includes(name) && !name.startsWith("vigie-"))).toEqual([]);
    expect(readdirSync(path.join(lake.dir, "tmp"))).toEqual([]);
  });

  test("refuses a link and another archive, and goes on", async () => {
    const results = await lake.take("mixte.zip", zip([{name: "lien.csv", content: "/etc/passwd", mode: 0o120777}, {name: "autre.zip", content: zip([{name: "a.csv", content: CSV}])}, {name: "bon.csv", content: CSV}]));
    expect(results.map(({statut}) => statut)).toEqual(["refuse", "refuse", "importe"]);
    expect(results[0]?.messages[0]).toContain("lien");
    expect(results[1]?.messages[0]).toContain("archive dans une archive");
  });

  test.each([
    ["bombe", () => zip([{name: "a.csv", content: Buffer.alloc(64 * 1024 * 1024, 48)}]), /démesuré/],
    ["mensonge", () => zip([{name: "a.csv", content: Buffer.alloc(4 * 1024 * 1024, 48), declaredSize: 10}]), /ne se déplie pas/],
    ["secret", () => zip([{name: "a.csv", content: CSV, isEncrypted: true}]), /mot de passe/],
    ["vide", () => zip([]), /aucun fichier/],
    ["tronque", () => zip([{name: "a.csv", content: CSV}]).subarray(0, 60), /abîmée/]
  ])("that is a %s is refused", async (_name, build, reason) => {
    const [result] = await lake.take("x.zip", build());
    expect(result?.statut).toBe("refuse");
    expect(result?.messages[0]).toMatch(reason);
  });
});

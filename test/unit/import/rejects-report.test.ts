import {describe, expect, test} from "vitest";
import type {Rejection} from "../../../pipelines/import/explain.ts";
import type {Manifest} from "../../../pipelines/import/lake.ts";
import {csvReport, groupCauses, listRows, textReport, workbookReport} from "../../../pipelines/import/rejects-report.ts";

const manifest: Manifest = {
  format: 1, fichier: "etic.csv", sha256: "a".repeat(64), octets: 10, source: "etic", objet: "etic", contrat: "x", statut: "partiel", importe_le: "2025-01-01T00:00:00Z", version: "2025-01-01",
  uai: null, correspondance: null, encodage: "utf-8", separateur: ";", lus: 100, acceptes: 96, rejetes: 4, doublons: 0, lignes_vides: 0, lignes_avant: 1, avertissements: {},
  colonnes_ignorees: [], colonnes_absentes: [], annees: [], messages: []
};
const rejection = (ligne: number, changes: Partial<Rejection> = {}): Rejection => ({
  ligne, colonne: "C", entete: "eleves", code: "entier", trouve: "« 1x »", motif: "ce n'est pas un nombre entier", remede: "Écrivez un nombre entier (exemple : 125).", ...changes
});

describe("the report to send back", () => {
  test.each([[[3], "3"], [[3, 4], "3, 4"], [[3, 4, 5], "3 à 5"], [[2, 4, 5, 6, 9], "2, 4 à 6, 9"], [[], ""]])("rows %j are dictated %s", (rows, text) => {
    expect(listRows(rows)).toBe(text);
  });

  test("errors of one cause are one paragraph, the costliest first, with where, what, which rows and how to mend", () => {
    const rejections = [rejection(9, {colonne: "A", entete: "uai", motif: "la lettre de contrôle de cet UAI est fausse", trouve: null}), rejection(2), rejection(3), rejection(4, {trouve: "« 2y »"})];
    expect(textReport(manifest, rejections)).toEqual([
      "etic.csv : 4 lignes refusées sur 100 lignes lues. Les autres sont prises en compte.",
      "",
      "Colonne C « eleves » : ce n'est pas un nombre entier (trouvé « 1x », « 2y »).",
      "  3 lignes, lignes 2 à 4",
      "  → Écrivez un nombre entier (exemple : 125).",
      "",
      "Colonne A « uai » : la lettre de contrôle de cet UAI est fausse.",
      "  ligne 9",
      "  → Écrivez un nombre entier (exemple : 125)."
    ]);
  });

  test("a row with two errors is counted once by cause", () => {
    expect(groupCauses([rejection(2), rejection(2, {trouve: "« 3z »"})])[0]?.lignes).toEqual([2]);
  });

  test("a file refused whole says why instead of listing rows", () => {
    expect(textReport({...manifest, statut: "refuse", lus: 0, rejetes: 0, messages: ["Le fichier est vide (0 octet)."]}, [])).toEqual(["etic.csv : ce fichier n'a pas pu être lu.", "  Le fichier est vide (0 octet)."]);
  });

  test("what is to be said of the whole file stands in each form, be no row refused", async () => {
    const remarques = ["La colonne D (courriels) semble contenir des données personnelles : elle n'a pas été chargée."];
    expect(textReport({...manifest, statut: "importe", rejetes: 0, remarques}, [])).toEqual(["etic.csv : aucune ligne refusée sur 100 lignes lues, mais quelque chose à corriger.", "", ...remarques]);
    expect(textReport({...manifest, remarques}, [rejection(2)]).slice(-2)).toEqual(["", ...remarques]);
    expect(csvReport({...manifest, remarques}, [rejection(2)]).split("\r\n").slice(-3)).toEqual(["2;C;eleves;« 1x »;ce n'est pas un nombre entier;Écrivez un nombre entier (exemple : 125).", `;;;;${remarques[0]};`, ""]);
    expect(csvReport({...manifest, statut: "refuse", messages: ["Le fichier est vide (0 octet)."]}, [])).toContain(";;;;Le fichier est vide (0 octet).;");
    expect((await workbookReport({...manifest, remarques}, [])).length).toBeGreaterThan((await workbookReport(manifest, [])).length);
  });

  test("thousands of rows are cut into lines that can be read, none lost", () => {
    const rows = Array.from({length: 1000}, (_, index) => 2 + 2 * index);
    const lines = textReport(manifest, rows.map((row) => rejection(row)));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(140);
    expect([...lines.join(" ").matchAll(/\b\d+(?=,|$|\s)/g)].map(Number)).toEqual(expect.arrayContaining(rows));
  });

  test("a header that is a formula runs neither in csv nor in xlsx, and two reports are the same bytes", async () => {
    const trap = [rejection(2, {entete: '=HYPERLINK("http://exemple.fr")'})];
    expect(csvReport(manifest, trap)).toContain(`;"'=HYPERLINK(""http://exemple.fr"")";`);
    expect((await workbookReport(manifest, trap)).equals(await workbookReport(manifest, trap))).toBe(true);
  });
});

import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {VigieError} from "../../../pipelines/lib/errors.ts";
import {readConfig} from "../../../pipelines/lib/workspace.ts";

/** Words of the libraries that read YAML and check it. */
const ENGLISH = /expected|invalid|too (small|big)|unrecognized|received|must|string\b/i;

describe("a mistake in config.yml is told in French, with its key", () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), "vigie-config-"));
  });
  afterAll(() => rmSync(dir, {recursive: true, force: true}));
  const file = (content: string | Buffer): string => {
    writeFileSync(path.join(dir, "config.yml"), content);
    return path.join(dir, "config.yml");
  };
  const mistakeOf = (content: string | Buffer): string => {
    const written = file(content);
    try {
      readConfig(written);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return `${error.message.replaceAll(written, "config.yml")}\n→ ${error.mend ?? ""}`;
    }
    throw new Error(`no mistake found in ${content.toString()}`);
  };

  test.each([
    ["titr: x", "config : clé inconnue : titr"],
    ["titre: [1, 2]", "titre : un texte est attendu"],
    ["perimetre: 13", "perimetre : des clés sont attendues"],
    ["perimetre: {departement: 13}", "perimetre.departement : un texte est attendu (entre guillemets"],
    ['perimetre: {departement: "99"}', "perimetre.departement : un code de département est attendu"],
    ['perimetre: {departement: "013"}', "perimetre.departement : un code de département est attendu"],
    ['perimetre: {departements: ["13"]}', "perimetre.departements : au moins 2 valeurs sont attendues"],
    ["seuils: {personnes: -3}", "seuils.personnes : un nombre est attendu, au moins 2"],
    ["seuils: {personnes: 5.5}", "seuils.personnes : un nombre entier est attendu"],
    ["seuils: {personnes: cinq}", "seuils.personnes : un nombre"],
    ["seuils: {persones: 5}", "seuils : clé inconnue : persones"],
    ["seuils: {dominance: 85}", "seuils.dominance : un nombre est attendu, au plus 1"],
    ["seuils: {dominance: 0}", "seuils.dominance : un nombre est attendu, plus de 0"],
    ["seuils: {groupe_uniforme: jamais}", "seuils.groupe_uniforme : un nombre"],
    ["annee_courante: 2024", "annee_courante : un texte est attendu"],
    ["annee_courante: 2024-2026", "annee_courante : une année scolaire AAAA-AAAA est attendue"],
    ["territoires: [commune, communne]", "territoires.1 : une de ces valeurs est attendue : academie, departement"],
    ["memoire: beaucoup", "memoire : une taille est attendue, comme 4GB"],
    ["- a\n- b", "config : des clés sont attendues"],
    ["fictif: peut-être", "fictif : true ou false est attendu"],
    ["conservation: {sources: {pix: -1}}", "conservation.sources.pix : un nombre est attendu, au moins 1"],
    ["perimetre:\n\tdepartement: x", "(ligne 2) n'est pas du YAML lisible.\n→ Cette ligne commence par une tabulation"],
    ["titre: x\ntitre: y", "(ligne 2) n'est pas du YAML lisible.\n→ Cette clé est écrite deux fois"],
    ["titre: 'x", "n'est pas du YAML lisible.\n→ Il manque une fin"],
    [Buffer.from("titre: café", "latin1"), "n'est pas enregistré en UTF-8"],
    [Buffer.from("\ufefftitre: x", "utf16le"), "n'est pas enregistré en UTF-8"]
  ])("%j", (content, said) => {
    const mistake = mistakeOf(content);
    expect(mistake).toContain(said);
    expect(mistake).toMatch(/\n→ ./);
    expect(mistake).not.toMatch(ENGLISH);
  });

  test("what editors of Windows leave, and sizes in octets, are read", () => {
    expect(readConfig(file("\ufefftitre: Été\r\nmemoire: 2 Go\r\nannee_courante: 2024/2025\r\n"))).toMatchObject({titre: "Été", memoire: "2GB", annee_courante: "2024-2025"});
    expect(readConfig(file(""))).toMatchObject({memoire: "4GB"});
  });
});

import {expect, test} from "vitest";
import {parseMapping} from "../../../pipelines/import/mapping.ts";
import {contracts} from "../../../sources/index.ts";

const yaml = (body: string): string => `source: campagne_evaluation\nsignature: [etudiant, score]\n${body}`;

test("a mapping cannot bring a personal column in: neither from a title, nor by its labels, nor as a constant", () => {
  for (const body of ["colonnes: {nom: etudiant}", "colonnes: {identifiant_externe: [etudiant, mail]}", "colonnes: {organisation: etudiant}\nconstantes: {prenom: Marie}", "colonnes: {organisation: etudiant}\nvaleurs: {nom: {a: b}}", "colonnes: {organisation: etudiant}\nignores: {nom: [a]}"]) {
    expect(() => parseMapping("m.yml", yaml(body), contracts)).toThrow(/personnelle : elle n'est jamais chargée/);
  }
});

test("a column that identifies may be brought, for a pseudonym replaces it", () => {
  const mapping = parseMapping("m.yml", "source: formation\nsignature: [agent, stage]\ncolonnes: {participant: agent, session: stage}", contracts);
  expect([...mapping.headers]).toEqual([["agent", "participant"], ["stage", "session"]]);
});

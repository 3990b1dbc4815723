import {expect, test} from "vitest";
import {identifiant, libelle, texte} from "../../../pipelines/lib/contract/kinds.ts";
import {contracts} from "../../../sources/index.ts";

/** Texts of internal sources that are kept as written, and why nobody is named there. */
const AS_WRITTEN: Readonly<Record<string, string>> = {
  organisation: "name of a school in Pix Orga: the key of its correspondances",
  centre: "name of a school that certifies",
  parcours: "name of a Pix course, chosen in a list",
  statut: "status that Pix writes",
  type_certification: "kind that Pix writes",
  niveau: "level that Pix writes",
  libelle: "label of a system, typed by the one who keeps the correspondances",
  document: "title of a published document"
};

test("a column of an internal source is read in a closed form, masked when it names somebody, or kept for a reason that is written down", () => {
  const free = contracts
    .filter(({licence}) => /internes/.test(licence))
    .flatMap(({source, objet, columns}) => Object.entries(columns).filter(([name, {kind, personal}]) => kind.name === texte.name && personal === undefined && !(name in AS_WRITTEN)).map(([name]) => `${source}/${objet}.${name}`));
  expect(free).toEqual([]);
});

test("a cell with somebody's address, number or name is masked whole", () => {
  for (const cell of ["Canarine DUPONT canari@ac-fiction.fr", "Marie 06 12 34 56 78", "Dupont 1234567890K", "13E4815162ABC Léa"]) {
    for (const kind of [texte, libelle, identifiant]) expect(kind.zod.parse(cell)).toBe("[masqué]");
  }
  for (const cell of ["Atelier de Mme Dupont", "M. Le Goff", "Madame Ève Martin, formatrice"]) expect(libelle.zod.parse(cell)).toBe("[masqué]");
  for (const cell of ["Réseau Canopé", "Madame la principale", "Collège Marie Curie", "M@gistère", "PNF 2024-2025"]) expect(libelle.zod.parse(cell)).toBe(cell);
});

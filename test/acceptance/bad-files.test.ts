import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {newWorkspace, type ImportLine, type TestWorkspace} from "./vigie.ts";

const HEADER = "annee_scolaire;uai;eleves;classes";

/** Windows-1252 bytes of a text that has no character outside of Latin-1 but the few that are named. */
function windows1252(text: string): Buffer {
  return Buffer.from([...text].map((char) => ({"’": 0x92, "œ": 0x9c, "€": 0x80})[char] ?? char.charCodeAt(0)));
}

function utf16le(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
}

describe("files that are wrong", () => {
  let space: TestWorkspace;
  let folder: string;
  const write = (name: string, content: string | Buffer): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const one = (name: string, content: string | Buffer): ImportLine => {
    const [line] = space.import(write(name, content));
    return line as ImportLine;
  };

  beforeAll(() => {
    space = newWorkspace();
    folder = path.join(space.dir, "envois");
    mkdirSync(folder);
  });
  afterAll(() => space.remove());

  test("a wrong check letter, a text in a number, an empty obligatory cell: each is refused with its row and column, and the good rows go on", () => {
    const file = write("effectifs.csv", `${HEADER}\n2024-2025;0130007M;493;20\n2024-2025;0130007A;500;20\n2024-2025;0130022D;beaucoup;20\n2024-2025;0130028K;;30\n`);
    const answer = space.run("importer", file);
    expect(answer.code).toBe(3);
    expect(answer.out).toContain("1 ligne acceptée, 3 refusées");
    expect(answer.out).toContain("colonne B (uai) : la lettre de contrôle de cet UAI est fausse (ligne 3, trouvé « 0130007A »)");
    expect(answer.out).toContain("colonne C (eleves) : ce n'est pas un nombre entier (ligne 4");
    expect(answer.out).toContain("colonne C (eleves) : cette case est vide alors qu'elle est obligatoire (ligne 5)");
  });

  test("a refused cell that is no number nor code is told by its shape only", () => {
    const line = one("personne.csv", `${HEADER}\n2024-2025;Jeanne.Canari@exemple.fr;12;1\n2024-2025;0130007M;15;1\n`);
    expect(line).toMatchObject({lus: 2, acceptes: 1, rejetes: 1, statut: "partiel"});
    expect(JSON.stringify(line)).not.toMatch(/canari/i);
    expect(space.run("rejets", "personne.csv").out).not.toMatch(/canari/i);
  });

  test("files whose names are masked in the lake keep their own before who holds them, and each has its report", () => {
    const [jeanne, paul] = ["jeanne-canari.csv", "paul-goeland.csv"].map((name, index) => write(name, `${HEADER}\n2024-2025;0130007A;${index + 31};1\n2024-2025;0130022D;${index + 41};1\n`)) as [string, string];
    space.import(jeanne, paul);
    const report = space.run("rejets", jeanne).out;
    expect(report).toContain("jeanne-canari.csv : 1 ligne refusée sur 2 lignes lues");
    expect(report).not.toMatch(/goeland/);
    expect(space.run("rejets").out).toMatch(/….csv \(empreinte [0-9a-f]{8}, reçu le \d\d\/\d\d\/\d{4}\) : 1 ligne refusée/);
    expect(space.run("rejets").out).not.toMatch(/canari|goeland/);
  });

  test("a file without titles, or with a second table, is told what to do", () => {
    expect(one("sans-titres.csv", "2024-2025;0130007M;12;1\n2024-2025;0130022D;13;2\n").messages.join(" ")).toContain("n'a pas de ligne de titres");
    expect(one("deux.csv", `${HEADER}\n2024-2025;0130007M;12;1\n2024-2025;0130022D;13;2\n\nuai;ordinateurs\n0130007M;5\n`).messages.join(" ")).toContain("1 ligne d'un autre tableau du même fichier n'a pas été chargée : mettez chaque tableau dans un fichier à part.");
    expect(one("trop.csv", `${HEADER}\n2024-2025;0130007M;12;1\n2024-2025;0130022D;13;2;oups\n2024-2025;0130028K;13\n`).messages.join(" ")).toMatch(/plus de cases que de colonnes.*moins de cases que de colonnes/);
  });

  test("a date that does not exist", () => {
    const line = one("formation.csv", "dispositif;session;participant;uai;operateur;modalite;date_debut;duree_heures;presence\nD1;S1;p1;0130007M;EAFC;presentiel;31/02/2024;6;present\nD1;S1;p2;0130007M;EAFC;presentiel;28/02/2024;6;present\n");
    expect(line).toMatchObject({lus: 2, acceptes: 1, rejetes: 1});
    expect(line.messages.join(" ")).toContain("cette date n'existe pas au calendrier (ligne 2, trouvé « 31/02/2024 »)");
  });

  test("exact duplicates are counted, not kept", () => {
    const row = "2023-2024;0130007M;493;20";
    expect(one("doublons.csv", `${HEADER}\n${row}\n${row}\n${row}\n2023-2024;0130022D;10;1\n`)).toMatchObject({lus: 4, acceptes: 2, rejetes: 0, doublons: 2, statut: "importe"});
  });

  test("a missing obligatory column refuses the file with what was expected and what was found", () => {
    const line = one("sans-eleves.csv", "annee_scolaire;uai;classes;enseignants;eleves_3e\n2024-2025;0130007M;20;40;100\n");
    expect(line).toMatchObject({statut: "refuse", lus: 1, rejetes: 1, acceptes: 0});
    expect(line.messages.join(" ")).toMatch(/il lui manque la colonne eleves/);
  });

  test("an unknown layout is refused, with what to do", () => {
    const line = one("inconnu.csv", "pomme;poire\n1;2\n3;4\n");
    expect(line).toMatchObject({statut: "refuse", source: null, lus: 2, rejetes: 2});
    expect(line.messages.join(" ")).toMatch(/Aucun format connu/);
  });

  test.each([
    ["vide.csv", Buffer.alloc(0), /vide/],
    ["image.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), /image PNG/],
    ["page.csv", Buffer.from("<!DOCTYPE html><html><body>Connexion</body></html>"), /HTML/],
    ["entete.csv", Buffer.from("annee_scolaire;uai;eleves\n"), /que son en-tête/]
  ])("%s says what it is", (name, content, message) => {
    const line = one(name, content);
    expect(line.acceptes).toBe(0);
    expect(line.messages.join(" ")).toMatch(message);
  });

  test("a file cut in the middle of a line loses that line only, and says so", () => {
    const line = one("coupe.csv", `${HEADER}\n2022-2023;0130007M;493;20\n2022-2023;0130022D;500;20\n2022-2023;01300`);
    expect(line).toMatchObject({lus: 3, acceptes: 2, rejetes: 1});
  });

  test("encodings and separators of the field are all read to the same rows", () => {
    const text = "commande;ligne;uai;categorie;quantite_commandee;quantite_livree;financeur\r\nC1;1;0130007M;ordinateur;12;12;« l’École » œuvre 12 €\r\n".replaceAll("« ", "").replaceAll(" »", "");
    const comma = text.replaceAll(";", ",");
    const tab = text.replaceAll(";", "\t");
    const files: [string, Buffer][] = [
      ["e-utf8.csv", Buffer.from(text)], ["e-bom.csv", Buffer.from(`\ufeff${text}`)], ["e-1252.csv", windows1252(text)], ["e-virgule.csv", Buffer.from(comma)], ["e-16.txt", utf16le(tab)]
    ];
    for (const [name, bytes] of files) expect(one(name, bytes)).toMatchObject({fichier: name, source: "equipement", lus: 1, acceptes: 1, rejetes: 0});
    expect(space.run("construire").code).toBe(0);
    const lake = path.join(space.dir, "lac", "equipement", "equipement", "*", "donnees.parquet");
    expect(space.query(`SELECT DISTINCT financeur FROM read_parquet('${lake}')`)).toEqual([{financeur: "l’École œuvre 12 €"}]);
  });

  test("wrong usage exits with 2 and says what to do", () => {
    expect(space.run("importer", "nulle-part.csv")).toMatchObject({code: 2});
    expect(space.run("importer", "--uai", "0130007A")).toMatchObject({code: 2});
    expect(space.run("inconnue").err).toContain("n'existe pas");
    expect(space.run("requete", "SELECT * FROM nulle_part")).toMatchObject({code: 2});
  });
});

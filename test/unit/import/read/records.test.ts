import {describe, expect, test} from "vitest";
import {detectDialect} from "../../../../pipelines/import/read/dialect.ts";
import {readDelimited, type ReadFile, readRecords} from "../../../../pipelines/import/read/records.ts";

const read = (text: string, known: string[] = []): ReadFile => readDelimited(new TextEncoder().encode(text), {knownHeaders: new Set(known)});
const cells = (file: ReadFile): string[][] => file.records.map((record) => record.cells);
const codes = (file: ReadFile): string[] => file.anomalies.map(({line, code}) => `${line} ${code}`);

const SCHOOLS = ["uai;commune;eleves;date", "0130007M;Aix-en-Provence;493;12/11/2024", "0130022D;La Ciotat;567;13/11/2024", "0130001F;Arles;1761;14/11/2024", "0130248Z;Marseille;98;15/11/2024"];
const lines = (...rows: string[]): string => rows.map((row) => `${row}\n`).join("");

describe("the ordinary habits of exports", () => {
  test("Pix: byte order mark, quoted texts, bare numbers, decimal commas", () => {
    const file = read('\uFEFF"Nom de l\'organisation";"ID Campagne";"Partage (O/N)";"% de progression"\n"Collège de l’Étoile";12;"Oui";0,67\n"Lycée Zola";13;"Non";1\n');
    expect(file.dialect).toMatchObject({encoding: "utf-8-bom", delimiter: ";", quote: '"', newline: "\n", preamble: 0, headerRows: 1});
    expect(cells(file)).toEqual([["Collège de l’Étoile", "12", "Oui", "0,67"], ["Lycée Zola", "13", "Non", "1"]]);
    expect(file.anomalies).toEqual([]);
  });

  test("Moodle attendance: two lead lines, a blank line, then the header, with tabs", () => {
    const file = read("Course\tPix en classe\nGroup\tTous\n\nlastname\tfirstname\t12 sept. 14h\t19 sept. 14h\tPoints\nZola\tÉmile\tP\tA\t1 / 2\nCurie\tMarie\tP\tP\t2 / 2\n");
    expect(file.header).toEqual(["lastname", "firstname", "12 sept. 14h", "19 sept. 14h", "Points"]);
    expect(file.dialect).toMatchObject({delimiter: "\t", preamble: 2, headerLine: 4, dataLine: 5});
    expect(file.records.map(({line, row}) => [line, row])).toEqual([[5, 5], [6, 6]]);
    expect(file.blankLines).toBe(0);
  });

  test("Excel's `sep=;` line names the delimiter and is not a row of the sheet", () => {
    const file = read("sep=;\r\nnom;taux\r\nAix;1,5\r\nArles;2,5\r\n");
    expect(file.header).toEqual(["nom", "taux"]);
    expect(file.records[0]).toEqual({line: 3, row: 2, cells: ["Aix", "1,5"]});
  });

  test("a column of decimal commas is one column, not two", () => {
    expect(cells(read("taux\n1,5\n2,25\n10,0\n"))).toEqual([["1,5"], ["2,25"], ["10,0"]]);
    expect(cells(read("nom;taux\nAix;1,5\nArles;2,5\n"))).toEqual([["Aix", "1,5"], ["Arles", "2,5"]]);
  });

  test("a column that nobody filled does not make a delimiter of two characters", () => {
    const file = read(lines("numero;nom;taux", ...Array.from({length: 6}, () => "N1300000;;0,0")));
    expect(file.dialect).toMatchObject({delimiter: ";", columns: 3});
    expect(file.anomalies).toEqual([]);
  });

  test("one column of texts with commas stays one column", () => {
    const file = read("remarque\nAteliers, dictées et lecture\nRien à dire\nUn peu de tout, vraiment, de tout\nMerci\n");
    expect(file.dialect.delimiter).toBe("");
    expect(cells(file).flat()).toEqual(["Ateliers, dictées et lecture", "Rien à dire", "Un peu de tout, vraiment, de tout", "Merci"]);
  });

  test("a cell of several lines is one row of the sheet and several lines of the file", () => {
    const file = read('nom;remarque;n\r\nAix;"un\r\ndeux; trois";1\r\nArles;rien;2\r\n');
    expect(cells(file)[0]).toEqual(["Aix", "un\r\ndeux; trois", "1"]);
    expect(file.records.map(({line, row}) => [line, row])).toEqual([[2, 2], [4, 3]]);
    expect(file.anomalies).toEqual([]);
  });

  test("blank lines, and lines of nothing but delimiters, are counted and passed over", () => {
    const file = read(`${lines(...SCHOOLS)}\n;;;\n;;;\n`);
    expect(file.records).toHaveLength(4);
    expect(file.blankLines).toBe(3);
    expect(file.anomalies).toEqual([]);
  });

  test("quoted empty cells are a record, not a blank line", () => {
    expect(cells(read('a;b\n"";""\n"1";"2"\n'))).toEqual([["", ""], ["1", "2"]]);
  });

  test("a header alone gives its names and no record", () => {
    const file = read("uai;nom;eleves\n");
    expect(file.header).toEqual(["uai", "nom", "eleves"]);
    expect(file.records).toEqual([]);
  });

  test("a file without a header begins with its data, and it is said", () => {
    const file = read(lines(...SCHOOLS.slice(1)));
    expect(file.header).toEqual([]);
    expect(file.records).toHaveLength(4);
    expect(codes(file)).toEqual(["1 entete_absent"]);
  });

  test("titles over several columns are joined to the names below them", () => {
    const file = read("Établissement;;Équipement;\nuai;nom;nombre;nombre\n0130007M;Jas de Bouffan;12;3\n0130022D;Virebelle;15;4\n");
    expect(file.header).toEqual(["Établissement uai", "Établissement nom", "Équipement nombre", "Équipement nombre"]);
    expect(codes(file)).toEqual(["1 entete_multiple"]);
  });

  test("a row with an address is no title, however few rows there are to judge by", () => {
    const file = read('"";"Adresse de courriel";"Quiz"\n"Jo Canari";"jo@exemple.fr";"Terminé"\n"Jo Goéland";"jg@exemple.fr";"Terminé"\n"12";"0";"Terminé"\n"12";"0";"Terminé"\n');
    expect(file.header).toEqual(["", "Adresse de courriel", "Quiz"]);
    expect(file.records).toHaveLength(4);
  });

  test("a first row whose values come back below it is no second row of titles", () => {
    const again = '"Jo Canari";"jo@exemple.fr";"Terminé";"2024-11-15 08:30:00";"Non terminé";""';
    const file = read(lines('"";"Adresse de courriel";"Quiz";"";"Cours";""', '"Jo Canari";"";"Terminé";"a;b";"Non terminé";""', again, again, again));
    expect(file.header.slice(0, 5)).toEqual(["", "Adresse de courriel", "Quiz", "", "Cours"]);
    expect(file.records).toHaveLength(4);
    expect(read(lines('"";"Adresse de courriel";"Quiz";"";"Cours";""', '"2024-03";"!";"Terminé";"!";"Non terminé";""', again, again, again)).records).toHaveLength(4);
  });

  test("two damaged rows under the titles are two records", () => {
    const again = '"Jo Canari";"jo@exemple.fr";"Terminé";"2024-11-15 08:30:00";"Non terminé";""';
    const text = lines('"";"Adresse de courriel";"Quiz";"";"Cours";""', '"Jo Canari";"a;b";"Terminé";"2024-11-15 08:30:00";"Non terminé";""', '"Jo Canari";"";"Terminé";"";"Non terminé";""', again, again, again);
    expect(read(text).records).toHaveLength(5);
    expect(read(text, ["adresse de courriel"]).records).toHaveLength(5);
  });

  test("one long name that is known, at the head of a table, is its header", () => {
    const file = read(lines('"";"Adresse de courriel";"Quiz";""', '"2024-03";"!";"!";"x"', '"12";"x";"Terminé";"2024-11-15"', '"x";"y";"Terminé";"2024-11-16"'), ["adresse de courriel"]);
    expect(file.header.slice(0, 3)).toEqual(["", "Adresse de courriel", "Quiz"]);
    expect(file.records).toHaveLength(3);
  });

  test("known headers are found wherever they stand", () => {
    const file = read(`Direction académique;;;\nEnquête 2024;novembre;;\n${lines(...SCHOOLS)}`, ["uai", "commune", "eleves"]);
    expect(file.header).toEqual(["uai", "commune", "eleves", "date"]);
    expect(file.dialect.preamble).toBe(2);
    expect(codes(file)).toEqual(["1 preambule"]);
  });

  test("totals and notes below the table are left out, and said", () => {
    const file = read(`${lines(...SCHOOLS)}Total;;2919;\nSource : DEPP\n`);
    expect(file.records).toHaveLength(4);
    expect(file.dialect.footer).toBe(2);
    expect(codes(file)).toEqual(["6 pied", "7 pied"]);
  });

  test("two tables one under the other are told apart", () => {
    const file = read(`${lines(...SCHOOLS)}\nbassin;colleges\nMarseille;42\nAix;31\n`);
    expect(file.records).toHaveLength(4);
    expect(file.tables).toEqual([{header: ["bassin", "colleges"], headerLine: 7, records: [{line: 8, row: 8, cells: ["Marseille", "42"]}, {line: 9, row: 9, cells: ["Aix", "31"]}]}]);
    expect(codes(file)).toEqual(["7 autre_tableau"]);
  });

  test("exports pasted one under the other give all their records, and the repeated header is said", () => {
    const file = read(lines(...SCHOOLS) + lines(...SCHOOLS));
    expect(file.records).toHaveLength(8);
    expect(codes(file)).toEqual(["6 entete_repete"]);
  });
});

describe("damaged records are mended, and then always say so", () => {
  const damaged = (row: string): ReadFile => read(lines(...SCHOOLS.slice(0, 3), row, ...SCHOOLS.slice(3)));

  test.each([
    ["a delimiter missing", "0130003HMartigues;345;15/11/2024", ["0130003H", "Martigues", "345", "15/11/2024"], "separateur_manquant"],
    ["a delimiter too many", "0130003H;;Martigues;345;15/11/2024", ["0130003H", "Martigues", "345", "15/11/2024"], "separateur_en_trop"],
    ["a delimiter in a bare text", "0130003H;Martigues; La Couronne;345;15/11/2024", ["0130003H", "Martigues; La Couronne", "345", "15/11/2024"], "separateur_non_protege"],
    ["another delimiter", "0130003H,Martigues,345,15/11/2024", ["0130003H", "Martigues", "345", "15/11/2024"], "autre_separateur"],
    ["a stray quote", '0130003H;"Martigues;345;15/11/2024', ["0130003H", '"Martigues', "345", "15/11/2024"], "guillemet_isole"],
    ["a quote too many at the end of a bare cell", '0130003H;Martigues";345;15/11/2024', ["0130003H", 'Martigues"', "345", "15/11/2024"], "guillemet_isole"],
    ["quotes inside quotes", '0130003H;"le "Petit" Martigues";345;15/11/2024', ["0130003H", 'le "Petit" Martigues', "345", "15/11/2024"], "guillemet_isole"],
    ["cells missing at the end", "0130003H;Martigues", ["0130003H", "Martigues", "", ""], "cellules_manquantes"],
    ["a line end in a bare text", "0130003H;Martigues\nLa Couronne;345;15/11/2024", ["0130003H", "Martigues\nLa Couronne", "345", "15/11/2024"], "ligne_coupee"]
  ])("%s", (_, row, expected, code) => {
    const file = damaged(row);
    expect(cells(file)[2]).toEqual(expected);
    expect(file.records[2]?.anomaly).toMatchObject({line: 4, code});
    expect(file.records).toHaveLength(5);
    expect(codes(file)).toEqual([`4 ${code}`]);
  });

  test("a size in inches is a value, not damage", () => {
    const file = damaged('0130003H;Martigues 15,6";345;15/11/2024');
    expect(cells(file)[2]?.[1]).toBe('Martigues 15,6"');
    expect(codes(file)).toEqual([]);
  });

  test("one quote that never closes does not swallow the rest of the file", () => {
    const rows = Array.from({length: 200}, (_, index) => `013${String(1000 + index)}X;Ville ${index};${index};01/01/2025`);
    rows[50] = `"${rows[50] as string}`;
    const file = read(lines(SCHOOLS[0] as string, ...rows));
    expect(file.records).toHaveLength(200);
    expect(file.anomalies).toHaveLength(1);
  });

  test("a cut file keeps what is left of its last record, and says it is cut", () => {
    const whole = lines(...SCHOOLS);
    const file = read(whole.slice(0, -13));
    expect(cells(file).at(-1)).toEqual(["0130248Z", "Marseille", "9", ""]);
    expect(codes(file)).toEqual(["5 fichier_coupe"]);
  });

  test("a missing last line end is nothing to mend", () => {
    expect(read(lines(...SCHOOLS).slice(0, -1)).anomalies).toEqual([]);
  });

  test("no cause holds a value of the file", () => {
    const file = damaged("0130003HMartigues;345;15/11/2024");
    expect(file.anomalies[0]?.cause).not.toMatch(/Martigues|0130003H|345/);
  });

  test("NUL characters are taken out, and said", () => {
    const file = damaged("0130003H;Mart\u0000igues;345;15/11/2024");
    expect(cells(file)[2]?.[1]).toBe("Martigues");
    expect(codes(file)).toEqual(["4 caractere_nul"]);
  });

  test("a damaged header is laid on the columns, with the names that contracts know", () => {
    const file = read(lines("uaicommune;eleves;date", ...SCHOOLS.slice(1)), ["uai", "commune", "eleves", "date"]);
    expect(file.header).toEqual(["uai", "commune", "eleves", "date"]);
    expect(codes(file)).toEqual(["1 entete_repare"]);
  });
});

describe("readRecords, record by record", () => {
  test("gives the same records as the whole reading, and returns what it passed over", () => {
    const text = `${lines(...SCHOOLS)}\nTotal;;2919;\n`;
    const generator = readRecords(text, detectDialect(text));
    const found: string[][] = [];
    let step = generator.next();
    for (; step.done !== true; step = generator.next()) found.push(step.value.cells);
    expect(found).toEqual(cells(read(text)));
    expect(step.value).toMatchObject({blankLines: 1, anomalies: [{line: 7, code: "pied"}]});
  });
});

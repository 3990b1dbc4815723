import {describe, expect, it} from "vitest";
import {decomposeValeur, formatAnneeCourte, formatCompte, formatCourt, formatDate, formatEvolution, formatGraduation, formatIntervalle, formatNombre, formatOctets, formatValeur, toCsv} from "../../../observable/components/format.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("numbers on the site", () => {
  it("shows a part in percent with a French comma", () => {
    expect(plain(formatCourt(0.431, "%"))).toBe("43,1 %");
    expect(plain(formatValeur(0.7, "%"))).toBe("70 %");
    expect(decomposeValeur(0, "%")).toEqual({nombre: "0,0", unite: "%"});
  });
  it("separates thousands and abbreviates only millions of euros", () => {
    expect(plain(formatNombre(371000))).toBe("371 000");
    expect(plain(formatValeur(7_860_000, "€"))).toBe("7,86 M€");
    expect(plain(formatValeur(459_222, "€"))).toBe("459 222 €");
  });
  it("keeps the same decimals down a column, none for whole numbers", () => {
    expect(formatCourt(8.1, "élèves par ordinateur")).toBe("8,10");
    expect(formatCourt(7, "élèves par ordinateur")).toBe("7");
  });
  it("writes a change in points, with a true minus sign, singular below two", () => {
    expect(plain(formatEvolution(0.032, "%"))).toBe("+3,2 points");
    expect(plain(formatEvolution(-0.015, "%"))).toBe("−1,5 point");
    expect(plain(formatEvolution(39.3, "ateliers", true))).toBe("+39");
  });
  it("writes intervals, counts, dates, years and sizes in French", () => {
    expect(plain(formatIntervalle(0.401, 0.462, "%"))).toBe("entre 40,1 % et 46,2 %");
    expect(plain(formatCompte(0, "fichier"))).toBe("0 fichier");
    expect(plain(formatCompte(2, "fichier"))).toBe("2 fichiers");
    expect(formatDate("2026-11-01")).toBe("1er novembre 2026");
    expect(formatAnneeCourte("2024-2025")).toBe("24-25");
    expect(plain(formatOctets(1_530_000))).toBe("1,5 Mo");
  });
  it("drops useless decimals on an axis", () => {
    expect(plain(formatGraduation(0.2, "%"))).toBe("20 %");
    expect(plain(formatGraduation(0.125, "%"))).toBe("12,5 %");
  });
});

describe("CSV for a French spreadsheet", () => {
  it("uses a byte order mark, semicolons, decimal commas and doubled quotes", () => {
    expect(toCsv(["Territoire", "Valeur"], [["Aix ; \"nord\"", 0.5], ["Arles", null]])).toBe('\ufeffTerritoire;Valeur\r\n"Aix ; ""nord""";0,5\r\nArles;\r\n');
  });
});

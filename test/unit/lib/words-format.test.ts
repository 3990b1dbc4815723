import {describe, expect, it} from "vitest";
import {accorder, decomposeValeur, formatAnneeCourte, formatColonne, formatCompte, formatCourt, formatDate, formatEcart, formatGraduation, formatIntervalle, formatNombre, formatOctets, formatValeur} from "../../../pipelines/lib/words/format.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("numbers in French", () => {
  it("shows a part in percent with a French comma", () => {
    expect(plain(formatCourt(0.431, "%"))).toBe("43,1 %");
    expect(plain(formatCourt(0.7, "%"))).toBe("70,0 %");
    expect(plain(formatValeur(0.7, "%"))).toBe("70 %");
    expect(decomposeValeur(0, "%")).toEqual({nombre: "0", unite: "%"});
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
    expect(plain(formatEcart(0.032, {unite: "%", type: "part"}))).toBe("+3,2 points");
    expect(plain(formatEcart(-0.015, {unite: "%", type: "part"}))).toBe("−1,5 point");
    expect(plain(formatEcart(39.3, {unite: "ateliers", type: "compte"}))).toBe("+39");
    expect(plain(formatEcart(-2_400_000, {unite: "€", type: "montant"}))).toBe("−2,40 M€");
  });
  it("writes intervals, counts, dates, years and sizes in French", () => {
    expect(plain(formatIntervalle(0.401, 0.462, "%"))).toBe("entre 40,1 et 46,2 %");
    expect(plain(formatCompte(0, "fichier"))).toBe("0 fichier");
    expect(plain(formatCompte(2, "fichier"))).toBe("2 fichiers");
    expect(plain(formatDate("2026-11-01"))).toBe("1er novembre 2026");
    expect(formatDate(null)).toBe("date inconnue");
    expect(formatAnneeCourte("2024-2025")).toBe("24-25");
    expect(plain(formatOctets(1_530_000))).toBe("1,5 Mo");
  });
  it("a unit agrees with its number, the counted thing alone", () => {
    expect(["écoles", "équipements pour 100 familles", "journées-stagiaires", "accès par élève", "Pix"].map((unite) => accorder(1.5, unite))).toEqual(["école", "équipement pour 100 familles", "journée-stagiaire", "accès par élève", "Pix"]);
    expect(accorder(2, "écoles")).toBe("écoles");
  });
  it("gives a negative number a minus sign, a rounded zero none", () => {
    expect(formatNombre(-3.5, 1)).toBe("−3,5");
    expect(formatNombre(-0.001, 1)).toBe("0,0");
  });
  it("drops useless decimals on an axis", () => {
    expect(plain(formatGraduation(0.2, "%"))).toBe("20 %");
    expect(plain(formatGraduation(0.125, "%"))).toBe("12,5 %");
  });
});

describe("the same precision for the same measure", () => {
  it("keeps the decimal of a measured share, and gives none to a round one", () => {
    expect(plain(formatValeur(0.54987, "%"))).toBe("55,0 %");
    expect(plain(formatValeur(0.9, "%"))).toBe("90 %");
    expect(plain(formatValeur(0.0003, "%"))).toBe("0 %");
    expect(plain(formatIntervalle(0.786, 0.79002, "%"))).toBe("entre 78,6 et 79,0 %");
    expect(plain(formatIntervalle(0.28, 0.88, "%"))).toBe("entre 28 et 88 %");
    expect(formatNombre(17.02)).toBe("17,0");
  });
  it("writes prices with cents, and amounts that are read side by side in whole euros", () => {
    expect(plain(formatValeur(14.8, "€ par élève"))).toBe("14,80 € par élève");
    expect(plain(formatColonne(2_031_004, "€"))).toBe("2 031 004 €");
  });
  it("shortens a month of a year on an axis", () => {
    expect(formatAnneeCourte("2025-06")).toBe("06/2025");
    expect(formatAnneeCourte("2022")).toBe("2022");
  });
});

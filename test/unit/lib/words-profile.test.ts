import {describe, expect, it} from "vitest";
import {lireProfil, motRefusProfil, positionAttendue} from "../../../pipelines/lib/words/profile.ts";

const part = {unite: "%", type: "part"};
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("a territory at like profile", () => {
  it("has a gap when the interval leaves zero out", () => {
    expect(plain(lireProfil(part, 0.62, {attendu: 0.55, ecart_bas: 0.02, ecart_haut: 0.12, motif: null}))).toBe("écart de +7 points, entre +2 et +12 points à 95 % (attendu à profil comparable : 55 %)");
  });
  it("has none established when the interval holds zero", () => {
    expect(plain(lireProfil(part, 0.56, {attendu: 0.55, ecart_bas: -0.02, ecart_haut: 0.04, motif: null}))).toContain("aucun écart établi");
  });
  it("is drawn as the place where chance may take it", () => {
    expect(positionAttendue(0.62, {attendu: 0.55, ecart_bas: 0.02, ecart_haut: 0.12, motif: null})).toEqual({attendu: 0.55, bas: 0.5, haut: 0.6});
    expect(positionAttendue(0.62, {attendu: null, ecart_bas: null, ecart_haut: null, motif: "secret"})).toBeNull();
  });
  it("is refused with its reason", () => {
    expect(motRefusProfil(part, {attendu: null, ecart_bas: null, ecart_haut: null, motif: "profil_rare"})).toContain("trop peu d’établissements du département");
    expect(motRefusProfil({type: "compte"}, undefined)).toContain("taille du territoire");
    expect(motRefusProfil(part, undefined)).toContain("département entier");
  });
});

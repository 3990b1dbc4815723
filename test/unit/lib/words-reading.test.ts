import {describe, expect, it} from "vitest";
import {cell, indicator} from "../observable/cells.ts";
import {ABSENCES} from "../../../pipelines/lib/words/absences.ts";
import type {Cellule} from "../../../pipelines/lib/words/figure.ts";
import {casChiffre, lireCible, lireCouverture, lireDrapeaux, lireEcart, lireEvolution} from "../../../pipelines/lib/words/reading.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const before = cell({annee: "2023-2024", valeur: 0.4});

describe("an evolution in words", () => {
  it("gives its size, its year and whether it goes the expected way", () => {
    const read = lireEvolution(indicator(), [before, cell({evolution: 0.03})], "2024-2025");
    expect(plain(read.phrase)).toBe("En hausse de 3 points depuis 2023-2024, dans le sens attendu.");
    expect(read.sentiment).toBe("favorable");
  });
  it("reads a fall as favourable when a fall is wanted, and says nothing of the way when none is", () => {
    expect(lireEvolution(indicator({sens: "baisse"}), [before, cell({evolution: -0.03})], "2024-2025").sentiment).toBe("favorable");
    expect(lireEvolution(indicator({sens: "neutre"}), [before, cell({evolution: -0.03})], "2024-2025").phrase).not.toContain("sens");
  });
  it("does not call a change what the survey cannot tell from chance", () => {
    const series = [cell({annee: "2023-2024", valeur: 0.4, ic_bas: 0.36, ic_haut: 0.44}), cell({evolution: 0.03, ic_bas: 0.39, ic_haut: 0.47})];
    const read = lireEvolution(indicator(), series, "2024-2025");
    expect(read.phrase).toContain("inférieure à l’incertitude");
    expect(read.sentiment).toBe("neutre");
  });
  it("refuses to compare across a break, a redrawn territory or too few answers", () => {
    const broken = indicator({ruptures: [{annee: "2024-2025", motif: "nouvelle question"}]});
    expect(lireEvolution(broken, [before, cell({evolution: 0.03})], "2024-2025").phrase).toContain("nouvelle question");
    expect(lireEvolution(indicator(), [before, cell({evolution: 0.03, drapeaux: ["reponse_faible"]})], "2024-2025").court).toBe("");
    expect(lireEvolution(indicator(), [before, cell({drapeaux: ["perimetre_modifie"]})], "2024-2025").phrase).toContain("périmètre");
  });
  it("calls no rise of a share over 100 % good", () => {
    expect(lireEvolution(indicator(), [before, cell({valeur: 1.36, evolution: 0.48, drapeaux: ["superieur_a_100"]})], "2024-2025").sentiment).toBe("neutre");
  });
  it("calls no rise good when it counts what more respondents declared", () => {
    const count = indicator({type: "compte", unite: "écoles", enquete: "etic"});
    const [partial, whole] = [0.8, 1].map((couverture) => lireEvolution(count, [cell({annee: "2023-2024", valeur: 10}), cell({valeur: 14, evolution: 4, couverture})], "2024-2025"));
    expect(plain(partial?.phrase ?? "")).toBe("En hausse de 4 écoles depuis 2023-2024, parmi des répondants dont le nombre change aussi.");
    expect([partial?.sentiment, whole?.sentiment]).toEqual(["neutre", "favorable"]);
    expect(plain(lireCouverture(count, cell({couverture: 0.8})))).toBe("80 % de réponses : seuls les répondants sont comptés.");
  });
  it("says nothing of a hidden figure", () => {
    expect(lireEvolution(indicator(), [before, cell({valeur: null, statut: "secret"})], "2024-2025").phrase).toBe("");
  });
});

describe("a target in words", () => {
  it("says what is missing, or that it is reached", () => {
    expect(plain(lireCible(indicator(), [cell({cible: 0.6})], "2024-2025", null).phrase)).toBe("Il manque 17 points pour atteindre la cible de 60 %.");
    expect(lireCible(indicator(), [cell({cible: 0.43})], "2024-2025", null).phrase).toContain("est atteinte");
  });
  it("reads a ceiling the other way round", () => {
    expect(lireCible(indicator({sens: "baisse"}), [cell({cible: 0.5})], "2024-2025", null).sentiment).toBe("favorable");
    expect(lireCible(indicator({sens: "baisse"}), [cell({cible: 0.3})], "2024-2025", null).phrase).toContain("de trop");
  });
  it("names the year when the target is set for a later one", () => {
    expect(lireCible(indicator(), [cell({cible: 0.6})], "2024-2025", "2026-2027").phrase).toContain("fixée pour 2026-2027");
  });
});

describe("how far a target is", () => {
  const etat = (part: Partial<Cellule>, echeance: string | null = "2024-2025") => lireCible(indicator(), [before, cell({valeur: 0.5, cible: 0.6, ...part})], "2024-2025", echeance).etat;
  it("is reached on the right side, behind without progress, on the way with progress or time left", () => {
    expect(etat({valeur: 0.6})).toBe("atteinte");
    expect(etat({})).toBe("en_retard");
    expect(etat({evolution: 0.1})).toBe("en_chemin");
    expect(etat({}, "2026-2027")).toBe("en_chemin");
  });
  it("cannot be said without a value or among too few respondents", () => {
    expect(etat({valeur: null, statut: "non_repondu"})).toBe("non_mesurable");
    expect(etat({valeur: 0.7, drapeaux: ["reponse_insuffisante"]})).toBe("non_mesurable");
  });
});

describe("the figure of a table cell", () => {
  it("carries its number when it is a percentage of fewer than thirty", () => {
    expect(plain(casChiffre(indicator(), cell({valeur: 0.5, denominateur: 12})))).toBe("50,0 % (n = 12)");
    expect(plain(casChiffre(indicator(), cell({valeur: 0.5, denominateur: 30})))).toBe("50,0 %");
  });
  it("is the sign of its absence, which is no number but for zero", () => {
    const signs = ABSENCES.map(({statut}) => casChiffre(indicator(), cell({valeur: statut === "zero" ? 0 : null, statut})));
    expect(new Set(signs).size).toBe(5);
    expect(signs.slice(1).join("")).not.toMatch(/\d/);
  });
});

describe("an écart with the département", () => {
  it("is comparable when the département stands within the interval", () => {
    expect(lireEcart(indicator(), cell({ic_bas: 0.38, ic_haut: 0.48}), cell({valeur: 0.47})).court).toBe("comparable");
  });
  it("is no gap when one unit more or less would close it", () => {
    const few = cell({valeur: 5 / 8, numerateur: 5, denominateur: 8});
    expect(lireEcart(indicator(), few, cell({valeur: 0.639}))).toMatchObject({court: "comparable", sentiment: "neutre"});
    expect(lireEcart(indicator(), few, cell({valeur: 0.639})).phrase).toContain("à moins d’une unité près");
    expect(lireEcart(indicator(), few, cell({valeur: 0.76})).sentiment).toBe("defavorable");
  });
  it("is not read for a count, whose size is that of the territory", () => {
    expect(lireEcart(indicator({type: "compte"}), cell(), cell({valeur: 0.6})).court).toBe("");
  });
  it("is favourable or not by the way that is wanted", () => {
    expect(lireEcart(indicator(), cell(), cell({valeur: 0.6})).sentiment).toBe("defavorable");
    expect(lireEcart(indicator({sens: "baisse"}), cell(), cell({valeur: 0.6})).sentiment).toBe("favorable");
  });
});

describe("coverage and flags", () => {
  it("says when the value speaks of respondents only", () => {
    expect(lireCouverture(indicator({enquete: "etic"}), cell({couverture: 0.35, drapeaux: ["reponse_insuffisante"]}))).toContain("parmi les répondants");
  });
  it("calls no census what only those who answered say", () => {
    expect(lireCouverture(indicator(), cell({couverture: 1}))).toBe("Relevé exhaustif.");
    expect(lireCouverture(indicator({denominateur: "Répondants"}), cell({couverture: 1}))).toBe("Parmi ceux qui ont répondu.");
  });
  it("keeps good news silent and unknown flags readable", () => {
    expect(lireDrapeaux(["fiable", "reponse_forte", "a_lire_avec_prudence", "autre_chose"])).toEqual(["à lire avec prudence", "autre chose"]);
  });
});

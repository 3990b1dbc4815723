import fc from "fast-check";
import {expect, test} from "vitest";
import {isCalled, maskName} from "../../../pipelines/import/file-name.ts";

test("a name that is somebody's does not stay, what tells files apart does", () => {
  expect(maskName("export_Dupont_Marie.csv")).toBe("export_….csv");
  expect(maskName("Résultats Pix 6eB Mme Le Goff 2024-2025.xlsx")).toBe("Résultats Pix … Le … 2024-2025.xlsx");
  expect(maskName("etic_0130007M_2024-2025_v2.csv")).toBe("etic_0130007M_2024-2025_v2.csv");
  expect(maskName("campagnes-evaluation-2024-2025.csv")).toBe("campagnes-evaluation-2024-2025.csv");
  expect(maskName("envois.zip › certifications/session-5120.csv")).toBe("envois.zip › certifications/session-5120.csv");
  expect(maskName("marie.dupont@ac-aix-marseille.fr 06 12 34 56 78 1234567890K.csv")).not.toMatch(/marie|dupont|06|1234567890/i);
});

test("whatever the letters of a name, it is not kept", () => {
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom(..."bcdfghjklmnpqrstvwxyzéïç"), minLength: 6, maxLength: 12}), (name) => {
      expect(maskName(`export-${name}-2024.csv`)).not.toContain(name);
    })
  );
});

test("a file is found by the name that its owner knows, by the one that was kept, and by its fingerprint", () => {
  const kept = {fichier: maskName("pix_Durand.csv"), sha256: "0123456789abcdef"};
  expect(["pix_Durand.csv", "PIX_….csv", "01234567"].map((wanted) => isCalled(kept, wanted))).toEqual([true, true, true]);
  expect(["etic.csv", "01"].map((wanted) => isCalled(kept, wanted))).toEqual([false, false]);
});

import {Random, clamp} from "../fiction/random.ts";
import type {RawFolder} from "../fiction/sheet.ts";
import type {World} from "../fiction/model.ts";

// collectivité or body, convention, volet, euros planned over the four years, share paid by the collectivité
const PLAN: readonly (readonly [string, string, string, number, number])[] = [
  ["Conseil départemental", "CONV-CD13", "equipement", 5_400_000, 0.4],
  ["Ville de Marseille", "CONV-VDM", "equipement", 4_600_000, 0.35],
  ["Département et communes", "CONV-SOCLE", "equipement", 2_900_000, 0.3],
  ["Région", "CONV-REGION", "equipement", 1_700_000, 0.5],
  ["Réseau Canopé", "CONV-CANOPE", "formation", 1_900_000, 0],
  ["Académie", "CONV-EAFC", "formation", 900_000, 0],
  ["Académie", "CONV-RESSOURCES", "ressources", 1_050_000, 0],
  ["Trousse à projets", "CONV-TAP", "parentalite", 700_000, 0],
  ["Ville de Marseille", "CONV-VDM", "parentalite", 260_000, 0.3],
  ["Conseil départemental", "CONV-CD13", "parentalite", 190_000, 0.4]
];
/** The same conventions in every département, in proportion, each under a name of its own. */
function planOf({departement: {rank, code}, scale}: World): typeof PLAN {
  if (rank === 0) return PLAN;
  const bodies: Readonly<Record<string, string>> = {"Ville de Marseille": "Ville-centre"};
  return PLAN.map(([body, convention, volet, amount, local]) => [bodies[body] ?? body, `${convention.replace("CD13", "CD").replace("VDM", "VILLE")}-${code}`, volet, amount * scale, local]);
}

const SHARES: readonly (readonly [number, number])[] = [[2022, 0.22], [2023, 0.31], [2024, 0.29], [2025, 0.18]];

/** More than 19 M€ over four civil years, by convention, collectivité and volet. */
export function writeBudget(folder: RawFolder, world: World): void {
  const sheet = folder.open("budget/budget.csv", {
    header: ["annee", "convention", "collectivite", "volet", "prevu", "engage", "paye", "part_collectivite"], encoding: "windows-1252", eol: "\r\n"
  });
  const random = Random.of(world.seed, "budget");
  for (const [year, share] of SHARES) {
    for (const [body, convention, volet, amount, local] of planOf(world)) {
      const planned = Math.round(amount * share * (1 + random.normal(0, 0.04)));
      const committed = Math.round(planned * clamp((year === 2025 ? 0.74 : 0.93) + random.normal(0, 0.06), 0.3, 1));
      const paid = Math.round(committed * clamp((year === 2025 ? 0.55 : 0.9) + random.normal(0, 0.06), 0.2, 1) * 100) / 100;
      sheet.row([year, convention, body, volet, planned, committed, paid, Math.round(paid * local * 100) / 100]);
    }
  }
  sheet.close();
}

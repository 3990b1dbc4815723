import type {RawFolder} from "../fiction/sheet.ts";
import type {World} from "../fiction/model.ts";

/** Dated memberships of the schools; the circonscriptions are redrawn at the rentrée 2024. */
export function writeRattachements(folder: RawFolder, world: World): void {
  const sheet = folder.open("territoires/rattachements.csv", {header: ["uai", "type_territoire", "code_territoire", "nom_territoire", "debut", "fin"]});
  for (const {school, territory, debut, fin} of world.memberships) sheet.row([school.uai, territory.type, territory.code, territory.nom, debut, fin]);
  sheet.close();
}

export interface Correspondance {
  readonly systeme: "pix_organisation" | "pix_campagne" | "pix_session";
  readonly libelle: string;
  readonly uai: string;
}

/** What the Pix exports call a school, brought to its UAI. */
export function writeCorrespondances(folder: RawFolder, correspondances: readonly Correspondance[]): void {
  const sheet = folder.open("territoires/correspondances.csv", {header: ["systeme", "libelle", "uai", "code", "debut", "fin"]});
  for (const {systeme, libelle, uai} of correspondances) sheet.row([systeme, libelle, uai, null, null, null]);
  sheet.close();
}

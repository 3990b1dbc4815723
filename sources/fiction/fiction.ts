import {mkdirSync} from "node:fs";
import {setImmediate} from "node:timers/promises";
import {writeBudget} from "../budget/fiction.ts";
import {writeEnseignants} from "../enseignants/fiction.ts";
import {writeEquipement} from "../equipement/fiction.ts";
import {writeEtablissements} from "../etablissements/fiction.ts";
import {writeEtic} from "../etic/fiction.ts";
import {writeFormation} from "../formation/fiction.ts";
import {writeObjectifs} from "../objectifs/fiction.ts";
import {writeParentalite} from "../parentalite/fiction.ts";
import {writePix} from "../pix/fiction.ts";
import {writeProjets} from "../projets/fiction.ts";
import {writeRessources} from "../ressources/fiction.ts";
import {writeCorrespondances, writeRattachements} from "../territoires/fiction.ts";
import {plantedErrors, type PlantedError} from "./planted.ts";
import {RawFolder, type WrittenFile} from "./sheet.ts";
import {createWorld} from "./world.ts";
import {YEARS, isOpen, yearLabel, type Arm, type World, type Year} from "./model.ts";

export interface FictionOptions {
  /** Folder that receives the raw files: a workspace's `entree`. */
  readonly dir: string;
  readonly seed: number;
  /** Share of the schools, from 0.02 to 1 (the whole département). */
  readonly scale?: number;
  /** Receives what is being written, in French. */
  readonly onProgress?: (text: string) => void;
}

export interface FictionSummary {
  readonly dir: string;
  readonly seed: number;
  readonly files: readonly WrittenFile[];
  readonly bytes: number;
  readonly schools: number;
  /** Pupils of the last school year. */
  readonly pupils: number;
  readonly pupilsByYear: Readonly<Record<string, number>>;
  /** First exposed school year (null: never) and what the school receives, by UAI: what an impact model has to find. */
  readonly verite: Readonly<Record<string, {readonly cohorte: string | null; readonly bras: Arm}>>;
  /** Those whose file is long enough to hold them: all of them from a scale of 0.1 on. */
  readonly plantedErrors: readonly PlantedError[];
}

const README = (seed: number): string => `TOUT EST FICTIF DANS CE DOSSIER

Ces fichiers décrivent un département imaginaire, fait pour essayer Vigie sans donnée réelle.
Les communes, leurs codes et leur population sont ceux des Bouches-du-Rhône. Tout le reste est inventé :
établissements, élèves, enseignants, résultats, livraisons, budgets. Aucun chiffre d'ici ne dit quoi que ce soit d'un établissement réel.

- Les noms des établissements contiennent « fictif » ou « fictive ».
- Leurs UAI vont de 0138000 à 0139999, une plage que les établissements réels n'emploient pas ; la lettre de contrôle est juste.
- Les noms de personnes sont faits de syllabes ; les courriels finissent par exemple.invalid.
- Des erreurs ont été mises exprès dans les fichiers (lettres de contrôle fausses, dates impossibles, doublons…) pour montrer ce que Vigie en fait.

Graine : ${seed}. La même graine donne les mêmes octets.
`;

/**
 * Writes the raw files of a fictional Bouches-du-Rhône (three school years) in the layouts that people really have.
 * The same seed and scale give the same bytes on every machine.
 * @throws RangeError when `scale` is not within 0.02 and 1
 */
export async function writeFiction({dir, seed, scale = 1, onProgress}: FictionOptions): Promise<FictionSummary> {
  if (!(scale >= 0.02 && scale <= 1)) throw new RangeError(`scale must be between 0.02 and 1, got ${scale}`);
  mkdirSync(dir, {recursive: true});
  const folder = new RawFolder(dir);
  const world = createWorld(seed, scale);
  const steps: readonly (readonly [string, () => void])[] = [
    ["établissements", () => writeEtablissements(folder, world)],
    ["rattachements", () => writeRattachements(folder, world)],
    ["Pix", () => writeCorrespondances(folder, writePix(folder, world))],
    ["ETIC", () => writeEtic(folder, world)],
    ["enseignants", () => writeEnseignants(folder, world)],
    ["formation", () => writeFormation(folder, world)],
    ["équipement", () => writeEquipement(folder, world)],
    ["parentalité", () => writeParentalite(folder, world)],
    ["ressources", () => writeRessources(folder, world)],
    ["projets", () => writeProjets(folder, world)],
    ["budget", () => writeBudget(folder, world)],
    ["objectifs", () => writeObjectifs(folder)],
    ["notice", () => folder.text("LISEZMOI.txt", README(seed))]
  ];
  for (const [index, [label, write]] of steps.entries()) {
    onProgress?.(`${index + 1}/${steps.length} ${label}`);
    write();
    await setImmediate(); // let the terminal draw
  }
  return summary(dir, folder, world);
}

function summary(dir: string, folder: RawFolder, world: World): FictionSummary {
  const lines = new Map(folder.written.map((file) => [file.path, file.rows + 1]));
  const pupils = (year: Year): number => world.schools.reduce((sum, school) => sum + (isOpen(school, year) ? school.years[year].eleves : 0), 0);
  return {
    dir,
    seed: world.seed,
    files: folder.written,
    bytes: folder.written.reduce((sum, file) => sum + file.bytes, 0),
    schools: world.schools.length,
    pupils: pupils(2),
    pupilsByYear: Object.fromEntries(YEARS.map((year) => [yearLabel(year), pupils(year)])),
    verite: Object.fromEntries(world.schools.map(({uai, cohort, arm}) => [uai, {cohorte: cohort === null ? null : yearLabel(cohort), bras: arm}])),
    plantedErrors: plantedErrors.filter((error) => error.line <= (lines.get(error.file) ?? 0))
  };
}

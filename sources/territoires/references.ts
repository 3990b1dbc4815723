import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import path from "node:path";
import {fileURLToPath} from "node:url";

interface Commune {
  code: string;
  nom: string;
  type: string;
  arrondissement?: string;
  departement?: string;
  population?: number;
  commune?: string;
}

interface Epci {
  code: string;
  nom: string;
  membres: {code: string}[];
}

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

function read(name: string): unknown {
  return JSON.parse(readFileSync(require.resolve(`@etalab/decoupage-administratif/data/${name}.json`), "utf8"));
}

/**
 * Writes the geography that ships with Vigie as ordinary files to import: communes, arrondissements municipaux and EPCI of
 * départements (COG of the installed @etalab/decoupage-administratif), the centres, and the published series.
 */
export function writeReferenceFiles(dir: string, departements: readonly string[] = ["13"]): string[] {
  mkdirSync(dir, {recursive: true});
  const rowsOf = communeRows();
  const written = departements.map((departement) => {
    const communes = path.join(dir, `communes-${departement}.csv`);
    writeFileSync(communes, [COMMUNE_HEADER, ...(rowsOf.get(departement) ?? []), ""].join("\n"));
    return communes;
  });
  const shipped = [
    ...departements.map((departement) => path.join(here, `communes-centroides-dept${departement}.csv`)),
    ...["reperes-feuille-de-route-2014.csv", "objectifs-feuille-de-route-2014.csv", "reperes-tne-13.csv", "objectifs-tne-13.csv"].map((name) => path.join(here, "..", "objectifs", name))
  ];
  for (const file of shipped) {
    const target = path.join(dir, path.basename(file));
    try {
      copyFileSync(file, target);
      written.push(target);
    } catch (error) {
      // Only the Bouches-du-Rhône ship with centres and published series.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return written;
}

const COMMUNE_HEADER = "code;nom;type;commune_parente;code_arrondissement;nom_arrondissement;code_departement;code_epci;nom_epci;population";

/** Communes and arrondissements municipaux by département, `;` separated, with their EPCI and sous-préfecture. */
function communeRows(): Map<string, string[]> {
  const epciOf = new Map<string, Epci>();
  for (const epci of read("epci") as Epci[]) for (const {code} of epci.membres) epciOf.set(code, epci);
  const arrondissements = new Map((read("arrondissements") as {code: string; nom: string}[]).map(({code, nom}) => [code, nom]));
  const all = (read("communes") as Commune[]).filter((commune) => commune.type === "commune-actuelle" || commune.type === "arrondissement-municipal");
  const byCode = new Map(all.map((commune) => [commune.code, commune]));
  const rows = new Map<string, string[]>();
  for (const commune of all) {
    const parent = commune.type === "arrondissement-municipal" && commune.commune ? byCode.get(commune.commune) : undefined;
    const home = parent ?? commune;
    const departement = commune.departement ?? home.departement;
    if (departement === undefined) continue;
    const lines = rows.get(departement) ?? [];
    rows.set(departement, lines);
    const epci = epciOf.get(home.code);
    lines.push(
      [
        commune.code, commune.nom, commune.type, parent?.code ?? "", home.arrondissement ?? "", arrondissements.get(home.arrondissement ?? "") ?? "", departement,
        epci?.code ?? "", epci?.nom ?? "", commune.population ?? ""
      ].join(";")
    );
  }
  return rows;
}

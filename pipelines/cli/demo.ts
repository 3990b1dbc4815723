import {existsSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {departements as allDepartements} from "../../sources/fiction/departements.ts";
import {writeFiction} from "../../sources/fiction/fiction.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatBytes, formatCount, formatDuration} from "../lib/format.ts";
import {fold} from "../lib/text.ts";
import {openWorkspace, readConfig, workspacePaths} from "../lib/workspace.ts";
import {findFiles} from "../import/find-files.ts";
import {importFiles} from "../import/import-files.ts";
import {sayPace} from "../import/pace.ts";
import {writeModel} from "../impact/index.ts";
import {writeMainBilan} from "./bilan.ts";
import type {Command} from "./command.ts";
import {sayBuild} from "./construire.ts";
import {sayImport} from "./importer.ts";
import {configText, createWorkspace} from "./init.ts";
import {sayCompletion, sayPublication} from "./publier.ts";
import {sayHowToOpen} from "./site.ts";
import {build, publishWorkspace, site} from "./stages.ts";

const DEFAULT_DIR = "demo";

const NAMED: Readonly<Record<string, {scale: number; departements: number}>> = {
  canton: {scale: 0.03, departements: 1},
  departement: {scale: 1, departements: 1},
  france: {scale: 1, departements: 101}
};

/** A name, a number of départements, or a share of one (« 0,1 »; « 1 » is one département, whole). */
function readScale(text: string): {scale: number; departements: number} {
  const named = NAMED[fold(text)];
  if (named) return named;
  const number = Number(text.replace(",", "."));
  if (number >= 0.02 && number <= 1) return {scale: number, departements: 1};
  if (Number.isInteger(number) && number >= 2 && number <= 101) return {scale: 1, departements: number};
  throw new VigieError(`« ${text} » n'est pas une échelle.`, {
    exitCode: EXIT.usage,
    mend: "--echelle attend canton, departement, france, un nombre de départements de 2 à 101 (12 : ceux du programme), ou une part du département de 0,02 à 1."
  });
}

/** A text of the DRANE, as invented as the rest: it shows where one stands, and how it cites a figure. */
function writeExampleComment(commentaires: string, annee: string): void {
  const dir = path.join(commentaires, annee, "departement-13");
  mkdirSync(dir, {recursive: true});
  writeFileSync(path.join(dir, "synthese.md"), [
    "*Texte d'exemple, inventé comme les chiffres.* La DRANE écrit ici ce qu'elle retient de l'année ; un chiffre cité est rempli par Vigie, avec son unité et son intervalle.",
    "",
    "- Le parc : {{eq_eleves_par_ordinateur}}.",
    "- Établissements ayant reçu au moins une livraison : {{eq_ecoles_livrees}}.",
    ""
  ].join("\n"));
}

const departementCodes = (count: number): string[] => allDepartements().slice(0, count).map(({code}) => code);

export const command: Command = {
  name: "demo",
  usage: "[DOSSIER]",
  summary: "Fabrique des Bouches-du-Rhône fictives (ou douze départements, ou la France), des fichiers bruts au site construit.",
  options: {
    graine: {type: "string", value: "N", help: "graine du tirage (par défaut : 13) ; la même graine donne les mêmes fichiers"},
    echelle: {type: "string", value: "ECHELLE", help: "canton, departement (par défaut), un nombre de départements (12 : ceux du programme) ou france ; de 0,02 à 1, une part du département"},
    annees: {type: "string", value: "N", help: "années scolaires, 3 (par défaut, de 2022-2023 à 2024-2025) ou 4"},
    fichiers: {type: "boolean", help: "s'arrête aux fichiers bruts"},
    "sans-site": {type: "boolean", help: "s'arrête à la publication"}
  },
  async run(context) {
    const dir = context.args[0] ?? context.text("espace") ?? DEFAULT_DIR;
    const seed = Number(context.text("graine") ?? 13);
    if (!Number.isInteger(seed)) throw new VigieError("--graine attend un nombre entier.", {exitCode: EXIT.usage});
    const {scale, departements} = readScale(context.text("echelle") ?? "departement");
    const annees = Number(context.text("annees") ?? 3);
    if (annees !== 3 && annees !== 4) throw new VigieError("--annees attend 3 ou 4.", {exitCode: EXIT.usage});
    const paths = workspacePaths(path.resolve(dir));
    if (existsSync(paths.config) && !readConfig(paths.config).fictif) {
      throw new VigieError(`« ${dir} » est un espace de travail réel : la démonstration n'y touche pas.`, {exitCode: EXIT.usage, mend: "Donnez un autre dossier : vigie demo --espace demo"});
    }
    if (existsSync(dir) && !existsSync(paths.config)) {
      throw new VigieError(`Le dossier « ${dir} » existe et n'est pas un espace Vigie.`, {exitCode: EXIT.usage, mend: "Donnez un autre dossier : vigie demo --espace demo-vigie"});
    }
    const start = performance.now();
    // Everything in it was made by a former demo: it starts afresh.
    rmSync(dir, {recursive: true, force: true});
    const codes = departementCodes(departements);
    createWorkspace(dir, configText({fictif: true, departements: codes}), codes);
    const derniere = annees === 4 ? "2025-2026" : "2024-2025";
    writeModel(paths.protocoles, {isFictional: true, fin: derniere});
    writeExampleComment(paths.commentaires, derniere);

    context.say(`1. Fichiers bruts ${departements === 1 ? "d'un département fictif" : `de ${departements} départements fictifs`} (graine ${seed})`);
    const world = await writeFiction({dir: paths.entree, seed, scale, departements, annees, onProgress: (text) => context.progress.update(text)});
    context.say(`   ${formatCount(world.schools, "établissement")}, ${formatCount(world.pupils, "élève")}, ${formatCount(world.files.length, "fichier")}, ${formatBytes(world.bytes)} dans ${paths.entree}`);
    if (context.flag("fichiers")) {
      context.answer({espace: path.resolve(dir), etablissements: world.schools, eleves: world.pupils, enseignants: world.teachers, fichiers: world.files.length, octets: world.bytes, lignes: world.files.reduce((sum, {rows}) => sum + rows, 0)});
      context.say(`Ensuite : « vigie importer --espace ${dir} », « vigie construire », « vigie publier ».`);
      return EXIT.done;
    }

    context.say("2. Import");
    const workspace = openWorkspace(dir);
    const files = findFiles([paths.entree]);
    const results = await importFiles(workspace, files, {contracts, onProgress: (file, index, pace) => context.progress.update(`${index + 1}/${files.length} ${path.basename(file)} : ${sayPace(pace)}`)});
    for (const result of results) if (result.statut !== "importe") sayImport({say: (line) => context.say(`   ${line}`)}, result);
    const rejected = results.reduce((sum, result) => sum + result.rejetes, 0);
    context.say(`   ${formatCount(results.length, "fichier lu", "fichiers lus")}, ${formatCount(results.reduce((sum, result) => sum + result.lus, 0), "ligne")}, dont ${formatCount(rejected, "refusée", "refusées")} : ce sont les erreurs semées exprès.`);

    context.say("3. Indicateurs");
    const report = await build(workspace, (step) => context.progress.update(`${step.index}/${step.total} ${step.name}`));
    sayBuild({say: (line) => context.say(`   ${line}`)}, report);

    context.say("4. Publication");
    const publication = await publishWorkspace(workspace);
    const indented = {say: (line: string = "") => context.say(`   ${line}`)};
    sayPublication(indented, publication, paths.publication);
    sayCompletion(indented, publication);

    if (context.flag("sans-site")) {
      context.answer({espace: path.resolve(dir), ...publication});
      return EXIT.done;
    }
    // Before the site, whose page of the bilan offers it.
    context.say(departements === 1 ? "5. Bilan du département" : "5. Bilan");
    const {files: bilans} = await writeMainBilan(workspace);
    for (const file of bilans) context.say(`   ${path.relative(process.cwd(), file)}`);
    context.say("6. Site");
    const built = await site(workspace, (text) => context.progress.update(text));
    context.say(`   ${formatCount(built.pages, "page")}, ${formatBytes(built.bytes)}`);
    context.answer({espace: path.resolve(dir), ...publication, site: built, bilans});
    context.say();
    context.say(`Terminé en ${formatDuration(performance.now() - start)}. Tout est inventé, et chaque page le dit.`);
    sayHowToOpen(context, paths.site);
    return EXIT.done;
  }
};

import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {openTemporary} from "../lib/temporary.ts";
import {checkIntegrity, compareFolders, editionDir, hashFolder, isLeftOut, missingEntries, readEdition, type Difference, type FrozenEdition} from "../report/edition.ts";
import {nameCode} from "../report/compare.ts";
import {territoryFolder} from "../report/comments.ts";
import {openPublication} from "../report/publication.ts";
import {FORMATS, writeBilans} from "../report/write.ts";
import type {Workspace} from "../lib/workspace.ts";
import type {Command, Context} from "./command.ts";
import {rebuildEdition} from "./editions.ts";
import {codeVersion, frozenLake} from "./origin.ts";

export const command: Command = {
  name: "verifier",
  usage: "[EDITION]",
  summary: "Prouve qu'une édition est intacte, et la reconstruit à l'octet près à partir du lac.",
  options: {
    edition: {type: "string", value: "N", help: "nom de l'édition"},
    "sans-reconstruire": {type: "boolean", help: "vérifie seulement que rien n'a été touché"}
  },
  async run(context) {
    const nom = context.text("edition") ?? context.args[0];
    if (nom === undefined) throw new VigieError("Il manque le nom de l'édition.", {exitCode: EXIT.usage, mend: "Par exemple : vigie verifier --edition 2025-definitif"});
    const workspace = context.workspace();
    const edition = readEdition(workspace, nom);
    const touched = checkIntegrity(workspace, edition);
    if (touched.length > 0) {
      context.answer({nom, intacte: false, differences: touched});
      context.say(`L'édition « ${nom} » n'est plus celle qui a été figée : ${formatCount(touched.length, "fichier")}.`);
      sayDifferences(context, touched);
      return EXIT.failed;
    }
    context.say(`Édition « ${nom} » intacte : ${formatCount(Object.keys(edition.fichiers).length, "fichier")} ${Object.keys(edition.fichiers).length > 1 ? "ont" : "a"} l'empreinte du manifeste.`);
    if (context.flag("sans-reconstruire")) {
      context.answer({nom, intacte: true});
      return EXIT.done;
    }
    const gone = missingEntries(edition, frozenLake(workspace.paths.lac));
    if (gone.length > 0) {
      context.answer({nom, intacte: true, reconstruite: false, entrees_absentes: gone.map((one) => one.fichier)});
      context.say(`Reconstruction impossible : ${formatCount(gone.length, "entrée")} du lac ${gone.length > 1 ? "ne sont plus là ou ont" : "n'est plus là ou a"} changé.`);
      for (const one of gone.slice(0, 10)) context.say(`  ${one.source}/${one.objet} : ${one.fichier} (${one.sha256.slice(0, 16)})`);
      context.say("→ Réimportez ces fichiers, puis relancez la même commande.");
      return EXIT.failed;
    }
    const isSameCode = codeVersion().empreinte === edition.code.empreinte;
    if (!isSameCode) context.say(`Le code de Vigie a changé depuis : édition figée avec la ${nameCode(edition.code)}, code présent en ${nameCode(codeVersion())}. Une différence peut venir de lui.`);
    const differences = await rebuild(context, workspace, edition);
    context.answer({nom, intacte: true, reconstruite: differences.length === 0, meme_code: isSameCode, differences});
    if (differences.length > 0) {
      context.say(`La reconstruction diffère : ${formatCount(differences.length, "fichier")}.`);
      sayDifferences(context, differences);
      context.say(isSameCode ? "→ À signaler : le même lac et le même code devraient redonner les mêmes octets." : `→ L'édition elle-même est intacte. Pour la reconstruire à l'octet près, reprenez le code d'alors : ${nameCode(edition.code)}.`);
      return EXIT.failed;
    }
    context.say("Reconstruite à partir du lac : mêmes tables publiées et mêmes bilans, à l'octet près.");
    return EXIT.done;
  }
};

async function rebuild(context: Context, workspace: Workspace, edition: FrozenEdition): Promise<Difference[]> {
  const temporary = openTemporary(workspace.paths.tmp);
  try {
    const copy = await rebuildEdition(workspace, edition, path.join(temporary.dir, "espace"), (text) => context.progress.update(text));
    const frozen = editionDir(workspace, edition.nom);
    const tables = compareFolders(hashFolder(path.join(frozen, "publication")), hashFolder(copy.paths.publication)).filter((one) => !isLeftOut(one.fichier)).map((one) => ({...one, fichier: `publication/${one.fichier}`}));
    if (tables.length > 0) return tables;
    const publication = await openPublication(copy.paths.publication);
    try {
      const expected = hashFolder(path.join(frozen, "bilans"));
      const isExpected = (base: string): boolean => Object.keys(expected).some((name) => name.includes(base));
      const territoires = publication.territoires.filter((one) => isExpected(`-${territoryFolder(one)}.`));
      const formats = FORMATS.filter((one) => (one === "pdfa" ? isExpected("-archive.pdf") : isExpected(`.${one}`)));
      await writeBilans({publication, annee: edition.annee, territoires, formats, commentaires: copy.paths.commentaires, outputDir: copy.paths.bilans});
      return compareFolders(expected, hashFolder(copy.paths.bilans)).map((one) => ({...one, fichier: `bilans/${one.fichier}`}));
    } finally {
      publication.close();
    }
  } finally {
    temporary.remove();
  }
}

const PROBLEMS = {absent: "absent", modifie: "modifié", ajoute: "ajouté"} as const;

function sayDifferences(context: Context, differences: readonly Difference[]): void {
  for (const one of differences.slice(0, 12)) context.say(`  ${one.fichier} : ${PROBLEMS[one.probleme]}`);
  if (differences.length > 12) context.say(`  … et ${differences.length - 12} de plus`);
}

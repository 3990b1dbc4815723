import {EXIT, VigieError} from "../lib/errors.ts";
import {helpOf, parseCommand, type Command} from "./command.ts";
import {nearest} from "../lib/text.ts";
import {describeDamage} from "./damaged-files.ts";
import {describeMemory, describeSystemError} from "./system-errors.ts";

/** Loaded only when called: a command must not pay for the others. */
const commands: Readonly<Record<string, {summary: string; load: () => Promise<{command: Command}>}>> = {
  demo: {summary: "fabrique un département fictif et déroule toute la chaîne", load: () => import("./demo.ts")},
  init: {summary: "crée un espace de travail commenté", load: () => import("./init.ts")},
  referentiels: {summary: "télécharge les référentiels ouverts (annuaire, IPS, effectifs, DNMA, Pix)", load: () => import("./referentiels.ts")},
  gabarit: {summary: "écrit un tableau vide à remplir", load: () => import("./gabarit.ts")},
  sources: {summary: "décrit les fichiers que Vigie sait lire", load: () => import("./sources.ts")},
  lire: {summary: "montre comment Vigie lit un fichier", load: () => import("./lire.ts")},
  importer: {summary: "fait entrer des fichiers dans le lac", load: () => import("./importer.ts")},
  etat: {summary: "dit ce que contient le lac et ce qui manque", load: () => import("./etat.ts")},
  rejets: {summary: "dit à qui a envoyé un fichier ce qu'il faut y corriger", load: () => import("./rejets.ts")},
  retirer: {summary: "retire un fichier du lac", load: () => import("./retirer.ts")},
  construire: {summary: "calcule les indicateurs dans l'entrepôt", load: () => import("./construire.ts")},
  publier: {summary: "écrit les tables publiables", load: () => import("./publier.ts")},
  site: {summary: "construit le site à partir de la publication", load: () => import("./site.ts")},
  bilan: {summary: "écrit le bilan d'une année : PDF, classeur annexe, Word", load: () => import("./bilan.ts")},
  seance: {summary: "prépare le document d'une séance", load: () => import("./seance.ts")},
  figer: {summary: "fige une édition", load: () => import("./figer.ts")},
  verifier: {summary: "prouve qu'une édition est intacte et la reconstruit", load: () => import("./verifier.ts")},
  comparer: {summary: "nomme chaque chiffre qui a changé entre deux éditions", load: () => import("./comparer.ts")},
  servir: {summary: "montre le site construit sur cette machine", load: () => import("./servir.ts")},
  expliquer: {summary: "dit d'où vient un chiffre", load: () => import("./expliquer.ts")},
  impact: {summary: "calcule un protocole d'analyse, ou dit pourquoi il ne peut pas l'être", load: () => import("./impact.ts")},
  purger: {summary: "oublie ce qui a passé sa durée de conservation", load: () => import("./purger.ts")},
  registre: {summary: "écrit le registre des traitements, pour le délégué à la protection des données", load: () => import("./registre.ts")},
  requete: {summary: "interroge l'entrepôt en lecture seule (SQL)", load: () => import("./requete.ts")}
};

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    "Vigie : indicateurs des territoires numériques éducatifs",
    "",
    "  vigie <commande> [options]",
    "",
    ...Object.entries(commands).map(([name, {summary}]) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "« vigie <commande> --aide » détaille une commande. Pour commencer : vigie demo"
  ].join("\n");
}

/** Runs one command line and returns its exit code: 0 done, 1 failed, 2 wrong usage, 3 done with rejects or failed checks. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (head, less) closes the pipe: nothing is wrong.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.done);
    throw error;
  });
  const [name, ...rest] = argv;
  if (name === undefined || ["--aide", "--help", "-h", "aide"].includes(name)) {
    process.stdout.write(`${help()}\n`);
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  try {
    const entry = commands[name];
    if (!entry) {
      const meant = nearest(name, Object.keys(commands));
      throw new VigieError(`La commande « ${name} » n'existe pas.`, {exitCode: EXIT.usage, mend: meant === undefined ? `Commandes : ${Object.keys(commands).join(", ")}.` : `Vouliez-vous dire « vigie ${meant} » ? « vigie --aide » les donne toutes.`});
    }
    const {command} = await entry.load();
    const context = parseCommand(command, rest);
    if (context === "help") {
      process.stdout.write(`${helpOf(command)}\n`);
      return EXIT.done;
    }
    return await command.run(context);
  } catch (error) {
    const memory = describeMemory(error);
    if (memory) {
      process.stderr.write(`${memory}\n`);
      return EXIT.failed;
    }
    if (error instanceof VigieError) {
      process.stderr.write(`${error.message}\n${error.mend ? `→ ${error.mend}\n` : ""}`);
      return error.exitCode;
    }
    const system = describeSystemError(error) ?? describeDamage(error);
    if (system) {
      process.stderr.write(`${system}\n`);
      return EXIT.failed;
    }
    process.stderr.write(`Vigie s'est arrêtée sur un défaut qui n'est pas de votre fait. À transmettre tel quel :\n${(error as Error).stack ?? String(error)}\n`);
    return EXIT.failed;
  }
}

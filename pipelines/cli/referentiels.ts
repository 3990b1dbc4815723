import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatBytes, formatCount} from "../lib/format.ts";
import {fold} from "../lib/text.ts";
import {proxyFromEnvironment} from "../import/download.ts";
import {fetchReferentiel, PORTAL, REFERENTIELS, type Referentiel} from "../import/referentiels.ts";
import type {Command} from "./command.ts";
import {VERSION} from "./origin.ts";

/** Another portal, for those who mirror it. */
const BASE_VARIABLE = "VIGIE_PORTAIL";

export const command: Command = {
  name: "referentiels",
  summary: "Télécharge les référentiels ouverts du département dans entree/referentiels/.",
  usage: "[NOM…]",
  options: {
    base: {type: "string", value: "URL", help: `portail à interroger (par défaut : ${PORTAL}, ou ${BASE_VARIABLE})`},
    essais: {type: "string", value: "N", help: "essais par fichier (par défaut : 5)"},
    liste: {type: "boolean", help: "liste les référentiels sans rien télécharger"}
  },
  async run(context) {
    if (context.flag("liste")) {
      for (const {nom, titre, jeu, isOptional = false} of REFERENTIELS) {
        context.answer({nom, titre, jeu, par_defaut: !isOptional});
        context.say(`  ${nom.padEnd(26)} ${titre}${isOptional ? " (à demander par son nom)" : ""}`);
      }
      return EXIT.done;
    }
    const wanted = choose(context.args);
    const workspace = context.workspace();
    const base = readBase(context.text("base") ?? process.env[BASE_VARIABLE] ?? PORTAL);
    const attempts = Number(context.text("essais") ?? 5);
    if (!Number.isInteger(attempts) || attempts < 1) throw new VigieError("--essais attend un nombre entier d'au moins 1.", {exitCode: EXIT.usage});
    const dir = path.join(workspace.paths.entree, "referentiels");
    const dispatcher = proxyFromEnvironment();
    const failures: string[] = [];
    try {
      for (const [index, referentiel] of wanted.entries()) {
        const step = `${index + 1}/${wanted.length} ${referentiel.titre}`;
        context.progress.update(step);
        try {
          const result = await fetchReferentiel(referentiel, {
            dir, base, departement: workspace.config.perimetre.departement, attempts, dispatcher,
            userAgent: `Vigie/${VERSION} (observatoire des territoires numeriques educatifs ; telechargement de referentiels ouverts)`,
            onProgress: (bytes) => context.progress.update(`${step} ${formatBytes(bytes)}`)
          });
          context.answer({nom: referentiel.nom, ...result, fichier: path.join(dir, result.fichier)});
          context.say(`✓ ${referentiel.titre} : ${formatBytes(result.octets)}${result.inchange ? ", inchangé" : ""} → ${path.relative(process.cwd(), path.join(dir, result.fichier))}`);
        } catch (error) {
          // One data set that fails must not keep the others from coming.
          if (!(error instanceof VigieError)) throw error;
          failures.push(referentiel.nom);
          context.answer({nom: referentiel.nom, erreur: error.message, remede: error.mend ?? null});
          context.say(`✗ ${referentiel.titre} : ${error.message}${error.mend ? `\n  → ${error.mend}` : ""}`);
        }
      }
    } finally {
      await dispatcher.close();
    }
    context.say();
    if (failures.length < wanted.length) context.say(`${formatCount(wanted.length - failures.length, "référentiel à jour", "référentiels à jour")}. Ensuite : « vigie importer ».`);
    if (failures.length > 0) context.say(`Pas reçu : ${failures.join(", ")}. Les fichiers déjà présents n'ont pas été touchés. « vigie referentiels ${failures.join(" ")} » réessaie.`);
    return failures.length === 0 ? EXIT.done : failures.length === wanted.length ? EXIT.failed : EXIT.partial;
  }
};

function choose(names: readonly string[]): readonly Referentiel[] {
  if (names.length === 0) return REFERENTIELS.filter((item) => !item.isOptional);
  return names.map((name) => {
    const found = REFERENTIELS.find((item) => fold(item.nom) === fold(name) || item.jeu === name);
    if (!found) throw new VigieError(`Le référentiel « ${name} » n'existe pas.`, {exitCode: EXIT.usage, mend: `Référentiels : ${REFERENTIELS.map((item) => item.nom).join(", ")}.`});
    return found;
  });
}

function readBase(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) throw new VigieError(`« ${text} » n'est pas l'adresse d'un portail.`, {exitCode: EXIT.usage, mend: `Par exemple : --base ${PORTAL}`});
  return url.origin;
}

import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatBytes, formatCount} from "../lib/format.ts";
import {fold} from "../lib/text.ts";
import {followed} from "../lib/workspace.ts";
import {proxyFromEnvironment} from "../import/download.ts";
import {COUNTRY, fetchReferentiel, PORTAL, REFERENTIELS, type Referentiel} from "../import/referentiels.ts";
import type {Command} from "./command.ts";
import {VERSION} from "./origin.ts";

/** Another portal, for those who mirror it. */
const BASE_VARIABLE = "VIGIE_PORTAIL";

export const command: Command = {
  name: "referentiels",
  summary: "Télécharge les référentiels ouverts des départements suivis dans entree/referentiels/.",
  usage: "[NOM…]",
  options: {
    base: {type: "string", value: "URL", help: `portail à interroger (par défaut : ${PORTAL}, ou ${BASE_VARIABLE})`},
    departement: {type: "string", value: "CODE[,CODE…]", help: "d'autres départements que ceux de la configuration (« * » : la France entière)"},
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
    const departements = readDepartements(context.text("departement")) ?? followed(workspace.config);
    const downloads = wanted.flatMap((referentiel) => (referentiel.champUai === null ? [COUNTRY] : departements).map((departement) => ({referentiel, departement})));
    const failures: {readonly nom: string; readonly departement: string}[] = [];
    try {
      for (const [index, {referentiel, departement}] of downloads.entries()) {
        const titre = departements.length > 1 && referentiel.champUai !== null ? `${referentiel.titre} (${departement})` : referentiel.titre;
        const step = `${index + 1}/${downloads.length} ${titre}`;
        context.progress.update(step);
        try {
          const result = await fetchReferentiel(referentiel, {
            dir, base, departement, attempts, dispatcher,
            userAgent: `Vigie/${VERSION} (observatoire des territoires numeriques educatifs ; telechargement de referentiels ouverts)`,
            onProgress: (bytes) => context.progress.update(`${step} ${formatBytes(bytes)}`)
          });
          context.answer({nom: referentiel.nom, departement, ...result, fichier: path.join(dir, result.fichier)});
          context.say(`✓ ${titre} : ${formatBytes(result.octets)}${result.inchange ? ", inchangé" : ""} → ${path.relative(process.cwd(), path.join(dir, result.fichier))}`);
        } catch (error) {
          // One data set that fails must not keep the others from coming.
          if (!(error instanceof VigieError)) throw error;
          failures.push({nom: referentiel.nom, departement});
          context.answer({nom: referentiel.nom, departement, erreur: error.message, remede: error.mend ?? null});
          context.say(`✗ ${titre} : ${error.message}${error.mend ? `\n  → ${error.mend}` : ""}`);
        }
      }
    } finally {
      await dispatcher.close();
    }
    context.say();
    const received = downloads.length - failures.length;
    if (received > 0) context.say(`${formatCount(received, "référentiel à jour", "référentiels à jour")}. Ensuite : « vigie importer ».`);
    if (failures.length > 0) {
      const names = [...new Set(failures.map(({nom}) => nom))];
      const places = context.text("departement") === undefined ? "" : ` --departement ${[...new Set(failures.map(({departement}) => departement))].join(",")}`;
      context.say(`Pas reçu : ${names.join(", ")}. Les fichiers déjà présents n'ont pas été touchés. « vigie referentiels ${names.join(" ")}${places} » réessaie.`);
    }
    return failures.length === 0 ? EXIT.done : received === 0 ? EXIT.failed : EXIT.partial;
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

function readDepartements(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const codes = text.split(",").map((code) => code.trim().toUpperCase());
  const wrong = codes.find((code) => code !== COUNTRY && !/^(\d{2,3}|2[AB])$/.test(code));
  if (wrong !== undefined) throw new VigieError(`« ${wrong} » n'est pas le code d'un département.`, {exitCode: EXIT.usage, mend: "Par exemple : --departement 04,05,84"});
  return codes.includes(COUNTRY) ? [COUNTRY] : [...new Set(codes)];
}

function readBase(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) throw new VigieError(`« ${text} » n'est pas l'adresse d'un portail.`, {exitCode: EXIT.usage, mend: `Par exemple : --base ${PORTAL}`});
  return url.origin;
}

import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {register} from "../../sources/registre.ts";
import {EXIT} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {formatSpreadsheetCsv} from "../lib/spreadsheet-csv.ts";
import type {Contract} from "../lib/contract/contract.ts";
import type {Config} from "../lib/workspace.ts";
import {readLake} from "../import/lake.ts";
import {checkDurations, monthsKept} from "../import/retention.ts";
import type {Command} from "./command.ts";

const TO_COMPLETE = "à compléter par le responsable de traitement";

/** One activity of processing, in the terms of article 30 of the RGPD. */
interface Activity {
  readonly traitement: string;
  readonly source: string;
  readonly finalite: string;
  readonly base_legale: string;
  readonly personnes: string;
  readonly donnees: string;
  readonly ecartees: string;
  readonly pseudonymes: string;
  readonly origine: string;
  readonly destinataires: string;
  readonly conservation: string;
  readonly securite: string;
  readonly fichiers: number;
}

const TITLES: readonly [keyof Activity, string][] = [
  ["traitement", "Traitement"], ["source", "Source"], ["finalite", "Finalité"], ["base_legale", "Base légale"], ["personnes", "Catégories de personnes"], ["donnees", "Catégories de données"],
  ["ecartees", "Colonnes reconnues et jamais chargées"], ["pseudonymes", "Colonnes remplacées par un pseudonyme"], ["origine", "Origine des données"], ["destinataires", "Destinataires"],
  ["conservation", "Durée de conservation"], ["securite", "Mesures de sécurité"], ["fichiers", "Fichiers dans l'espace"]
];

const SAFETY =
  "seules les colonnes du contrat entrent ; pseudonymes HMAC-SHA-256 dont la clé est hors du lac, lisible du seul propriétaire ; aucun transfert ni appel réseau ; contrôle du secret statistique avant toute publication ; lignes refusées sans valeur personnelle ; suppression tracée (« vigie purger »)";

export const command: Command = {
  name: "registre",
  summary: "Écrit le registre des traitements (Markdown et CSV) pour le délégué à la protection des données.",
  options: {sortie: {type: "string", value: "DOSSIER", help: "où l'écrire (par défaut : registre/ dans l'espace)"}},
  async run(context) {
    const {dir, config, paths} = context.workspace();
    checkDurations(config.conservation.sources, contracts);
    const lake = readLake(paths.lac);
    const filesOf = ({source, objet}: Contract): number => lake.filter(({manifest}) => manifest.source === source && manifest.objet === objet).length;
    const activities = [...contracts.map((contract) => activityOf(contract, config, filesOf(contract))), publicationOf(config)];
    const output = path.resolve(context.text("sortie") ?? path.join(dir, "registre"));
    mkdirSync(output, {recursive: true});
    writeFileSync(path.join(output, "registre.md"), registerText(activities, config));
    writeFileSync(path.join(output, "registre.csv"), formatSpreadsheetCsv([TITLES.map(([, title]) => title), ...activities.map((activity) => TITLES.map(([key]) => activity[key]))]));
    context.answer({dossier: output, activites: activities});
    context.say(`Registre écrit dans ${output} : ${formatCount(activities.length, "traitement")}, registre.md à lire et registre.csv à reprendre dans votre outil.`);
    const missing = (["responsable", "delegue", "base_legale"] as const).filter((key) => config.registre[key] === undefined);
    if (missing.length > 0) context.say(`À compléter dans config.yml, sous « registre » : ${missing.join(", ")}.`);
    return EXIT.done;
  }
};

function activityOf(contract: Contract, config: Config, fichiers: number): Activity {
  const {source, objet, titre, producteur, licence, retention, columns, pseudonyms} = contract;
  const entry = register[`${source}/${objet}`] ?? register[source];
  const named = (kind: "drop" | "pseudonym"): string[] => Object.values(columns).filter(({personal}) => personal === kind).map(({description}) => description);
  const list = (names: readonly string[]): string => [...new Set(names)].join(", ") || "aucune";
  return {
    traitement: titre,
    source: `${source}/${objet}`,
    finalite: retention.purpose,
    base_legale: config.registre.base_legale ?? TO_COMPLETE,
    personnes: entry?.personnes ?? TO_COMPLETE,
    donnees: entry?.donnees ?? TO_COMPLETE,
    ecartees: list(named("drop")),
    pseudonymes: list([...named("pseudonym"), ...Object.values(pseudonyms ?? {}).map(({description}) => description)]),
    origine: `${producteur} (${licence})`,
    destinataires: entry?.destinataires ?? TO_COMPLETE,
    conservation: `${monthsKept(contract, config.conservation.sources)} mois après la dernière année scolaire du fichier ; lignes refusées : ${config.conservation.rejets} mois`,
    securite: SAFETY,
    fichiers
  };
}

/** What leaves is a processing of its own, that no longer speaks of anybody. */
function publicationOf({seuils, registre, conservation}: Config): Activity {
  return {
    traitement: "Publication des indicateurs (site, bilans, données ouvertes)",
    source: "publication",
    finalite: "rendre compte du programme par territoire",
    base_legale: registre.base_legale ?? TO_COMPLETE,
    personnes: "aucune : agrégats",
    donnees: `indicateurs par territoire ; sont cachés les nombres de moins de ${seuils.personnes} personnes ou ${seuils.etablissements} établissements, ce qui permettrait de les recalculer, et les réponses unanimes`,
    ecartees: "toute donnée par établissement (sauf édition interne, réservée aux pilotes)",
    pseudonymes: "aucune",
    origine: "calculs de Vigie sur les sources de ce registre",
    destinataires: "tout public",
    conservation: `éditions figées : sans limite ; tables internes par établissement : ${conservation.tables_internes} mois`,
    securite: "contrôle du secret statistique de toutes les tables ensemble, éditions précédentes comprises ; essai d'attaque automatique",
    fichiers: 0
  };
}

function registerText(activities: readonly Activity[], {titre, perimetre, registre}: Config): string {
  return [
    "# Registre des activités de traitement",
    "",
    `${titre}, ${perimetre.nom}. Tenu au titre de l'article 30 du RGPD ; écrit par « vigie registre » d'après les contrats des sources et la configuration de l'espace.`,
    "",
    `- Responsable de traitement : ${registre.responsable ?? TO_COMPLETE}`,
    `- Délégué à la protection des données : ${registre.delegue ?? TO_COMPLETE}`,
    "- Données sensibles (article 9) : aucune. Transfert hors de l'Union européenne : aucun. Décision automatisée : aucune.",
    "- Droits des personnes : les identifiants ne sont pas conservés ; une demande s'exerce auprès de qui produit la source (Pix, EAFC, M@gistère, enquêtes), et « vigie retirer » ôte un fichier de l'espace.",
    "",
    ...activities.flatMap((activity) => [
      `## ${activity.traitement}`,
      "",
      ...TITLES.slice(1).map(([key, title]) => `- **${title}** : ${activity[key]}`),
      ""
    ])
  ].join("\n");
}

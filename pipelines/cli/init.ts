import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import {createKey} from "../lib/key.ts";
import {workspacePaths} from "../lib/workspace.ts";
import {asWord} from "../lib/text.ts";
import {writeReferenceFiles} from "../../sources/territoires/references.ts";
import type {Command} from "./command.ts";

const CONFIG = `# Configuration d'un espace Vigie. Chaque ligne en commentaire montre la valeur par défaut.

titre: Territoires numériques éducatifs

# Licence sous laquelle les chiffres publiés peuvent être réutilisés : à choisir par l'équipe, la page « Données » du site la dit.
# licence: Licence Ouverte 2.0 (Etalab)

# Le territoire suivi. Pour plusieurs départements : « departements: ["02", "13", "95"] » à la place de « departement » ; pour tout le pays : departement: "*".
perimetre:
  departement: "13"
  nom: Bouches-du-Rhône
  academie: Aix-Marseille
  code_academie: "02"

# Année scolaire montrée d'abord ; par défaut la plus récente qui a des données.
# annee_courante: 2024-2025

# En dessous de ces nombres, un chiffre est caché (secret statistique). Mettez 11 personnes si celui qui vous donne les données le demande.
seuils:
  personnes: 5
  etablissements: 3
  # Nombre de personnes à partir duquel on peut dire que toutes ont répondu la même chose ; « toujours » : on ne le dit jamais.
  groupe_uniforme: toujours
  # Part d'un montant au-delà de laquelle un seul établissement se devinerait.
  dominance: 0.85
  # Débit à partir duquel un établissement est dit au très haut débit.
  tres_haut_debit_mbps: 40

# Lignes à partir desquelles une enquête se lit : taux de réponse (fort, du groupe le plus bas, moyen, faible), puis fiabilité d'une part. À confirmer avec l'observatoire.
# enquetes:
#   {reponse_forte: 0.85, reponse_forte_groupe: 0.7, reponse_moyenne: 0.65, reponse_faible: 0.5, strate_min: 5, fiable_n_min: 30, fiable_largeur_max: 0.3, fiable_largeur_sure: 0.05, fiable_largeur_relative_max: 1.3}

# Territoires pour lesquels les indicateurs sont calculés.
# territoires: [departement, bassin, circonscription, epci, commune, arrondissement, reseau, cite_educative]

# Durées de conservation, en mois, au-delà desquelles « vigie purger » oublie. Celle d'une source est dans son contrat (« vigie registre » les
# donne toutes) ; elle se compte à partir de la fin de la dernière année scolaire dont parle le fichier.
# conservation:
#   sources: {pix: 36, formation: 36, formation/satisfaction: 60}
#   rejets: 12             # lignes refusées, depuis l'import
#   tables_internes: 36    # tables par établissement (édition interne, termes d'une édition figée)

# Mémoire que le moteur prend au plus, avant d'écrire le reste sur le disque.
# memoire: 4GB

# Pour le registre des traitements (« vigie registre »).
# registre:
#   responsable: Rectorat de l'académie d'Aix-Marseille
#   delegue: dpd@exemple.fr
#   base_legale: mission d'intérêt public (article 6.1.e du RGPD)
`;

const README = `Espace de travail Vigie
=======================

entree/            déposez ici les fichiers à importer (csv, xlsx, ods, zip…), puis : vigie importer
correspondances/   fichiers .yml qui amènent un autre format à un format connu
corrections/       corrections déclarées (.yml), avec leur raison ; exemple.yml montre comment
objectifs/         cibles par indicateur et par territoire
commentaires/      textes du bilan, par année et par territoire : commentaires/2024-2025/departement-13/synthese.md
protocoles/        protocoles d'analyse (.yml) ; « vigie impact --modele » en écrit un, commenté
sql/               indicateurs propres à cet espace
lac/               copies contrôlées, sans donnée personnelle (ne pas modifier)
publication/       ce qui peut sortir
.cle               clé des pseudonymes : sauvegardez-la à part, ne la transmettez jamais
`;

const CORRECTION = `# Une correction déclarée change une valeur dans les calculs, jamais dans le lac. Elle dit ce qu'elle s'attend à trouver :
# quand le fichier d'origine est corrigé à son tour, « vigie construire » demande de la retirer.
# « vigie expliquer » la montre sous chaque chiffre qu'elle touche.
#
# - source: etic                                          # « vigie sources » les liste
#   cle: {uai: 0130007M, annee_scolaire: 2024-2025}       # la ligne à corriger
#   colonne: ordinateurs_eleves
#   attendu: 30                                           # vide s'écrit null, non concerné NC
#   corrige: 300
#   raison: zéro oublié, confirmé par le gestionnaire le 3 février
#   auteur: DRANE
#   date: 2025-02-03
`;

/** Writes a commented workspace; leaves every file that is already there alone. */
export function createWorkspace(dir: string, config = CONFIG, departements?: readonly string[]): void {
  const paths = workspacePaths(path.resolve(dir));
  for (const folder of [paths.entree, paths.correspondances, paths.corrections, paths.objectifs, paths.commentaires, paths.protocoles, paths.sql, paths.lac]) mkdirSync(folder, {recursive: true});
  writeFileSync(paths.config, config, {flag: "wx"});
  writeFileSync(path.join(path.resolve(dir), "LISEZMOI.txt"), README);
  const example = path.join(paths.corrections, "exemple.yml");
  if (!existsSync(example)) writeFileSync(example, CORRECTION);
  createKey(paths.cle);
  writeReferenceFiles(path.join(paths.entree, "referentiels"), departements);
}

export function configText({fictif = false, departements = []}: {fictif?: boolean; departements?: readonly string[]} = {}): string {
  const config = departements.length > 1 ? CONFIG.replace(/^perimetre:\n(?: {2}.*\n)+/m, perimeterText(departements)) : CONFIG;
  return fictif ? `${config}\n# Tout est inventé dans cet espace : chaque page et chaque figure le disent.\nfictif: true\n` : config;
}

function perimeterText(departements: readonly string[]): string {
  const codes = departements.map((code) => `"${code}"`).join(", ");
  return `perimetre:\n  departements: [${codes}]\n  nom: ${departements.length} départements\n  academie: ""\n  code_academie: ""\n`;
}

export const command: Command = {
  name: "init",
  usage: "[DOSSIER]",
  summary: "Crée un espace de travail commenté : configuration, dossiers, clé des pseudonymes, référentiels des communes.",
  async run(context) {
    const dir = context.args[0] ?? context.dir;
    if (existsSync(path.join(dir, "config.yml"))) {
      throw new VigieError(`« ${dir} » est déjà un espace Vigie : rien n'a été changé.`, {exitCode: EXIT.usage, mend: "Choisissez un autre dossier, ou continuez avec « vigie importer »."});
    }
    createWorkspace(dir);
    context.answer({espace: path.resolve(dir)});
    context.say(`Espace créé dans « ${dir} ».`);
    context.say(`  Sauvegardez ${path.join(dir, ".cle")} à part : sans elle, une personne ne peut plus être reconnue d'un fichier à l'autre.`);
    context.say(`Ensuite : déposez vos fichiers dans ${path.join(dir, "entree")}, puis « vigie importer --espace ${asWord(dir)} ».`);
    return EXIT.done;
  }
};

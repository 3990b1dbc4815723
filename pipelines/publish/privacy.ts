import {formatShare} from "../lib/format.ts";
import type {Config} from "../lib/workspace.ts";

/** A rule in force, as a visitor reads it. */
export interface PrivacyRule {
  readonly titre: string;
  readonly texte: string;
}

/** The rules that this publication was made under, in the order in which they apply: the thresholds are those of its configuration. */
export function privacyRules({seuils, conservation}: Pick<Config, "seuils" | "conservation">, editions: number): PrivacyRule[] {
  const {personnes, etablissements, groupe_uniforme: uniform, dominance} = seuils;
  return [
    {titre: "Ce qui entre", texte: "Seules les colonnes annoncées par le contrat d'une source sont lues. Noms, courriels, dates de naissance, identifiants nationaux et commentaires ne sont jamais chargés. Quand il faut reconnaître une même personne d'un fichier à l'autre, un pseudonyme à clé remplace l'identifiant, et la clé reste hors de l'entrepôt."},
    {titre: "Moins de personnes que le seuil", texte: `Un nombre de 1 à ${personnes - 1} personnes n'est pas publié, ni le taux ou la moyenne qui s'y rapporte. La règle vaut pour ceux qui répondent oui comme pour ceux qui répondent non. Une source peut demander un seuil plus élevé, 11 par exemple : la fiche de l'indicateur le dit.`},
    {
      titre: "Tous la même réponse",
      texte: uniform === 0
        ? "Quand toutes les personnes d'un groupe ont donné la même réponse, le chiffre est publié dès que le groupe atteint le seuil."
        : `Quand toutes les personnes d'un groupe ont donné la même réponse, 0 % ou 100 % dirait la réponse de chacune : le chiffre est caché${uniform === "toujours" ? ", quelle que soit la taille du groupe" : ` en dessous de ${uniform} personnes`}.`
    },
    {titre: "Peu d'établissements", texte: `Un montant de moins de ${etablissements} établissements, ou dont un seul pèse plus de ${formatShare(dominance, 0)}, n'est pas publié.`},
    {titre: "Ce qui se déduirait", texte: "Un chiffre caché reviendrait par soustraction si son total et ses voisins étaient montrés. D'autres chiffres sont donc cachés avec lui, en tenant compte ensemble de tous les territoires (communes, bassins, réseaux, quartiers… qui se recouvrent), de toutes les ventilations et de tous les indicateurs qui comptent les mêmes personnes. Rien ne distingue un chiffre caché pour lui-même d'un chiffre caché pour en protéger un autre."},
    {titre: "D'une édition à l'autre", texte: `Ce qu'une édition a caché le reste dans les suivantes. Si trop peu de personnes ont changé un chiffre depuis une édition, il garde sa valeur jusqu'à ce que le changement ne désigne personne.${editions > 0 ? ` Cette publication tient compte de ${editions === 1 ? "l'édition précédente" : `${editions} éditions précédentes`}.` : ""}`},
    {titre: "Ce qui part avec le chiffre", texte: "La valeur, le numérateur, le dénominateur, le nombre de répondants et l'intervalle d'un chiffre caché sont cachés ensemble, avec l'évolution et la comparaison qui s'en déduisent. Un zéro qui ne dit rien de personne est publié comme un zéro."},
    {titre: "Ce qui est écrit à côté", texte: "L'estimation redressée d'une enquête et la valeur attendue à profil comparable ne sont données que si chacun des groupes d'établissements qu'elles additionnent pourrait être montré. L'évolution et l'écart au département ne comparent que des chiffres montrés. L'intervalle d'une enquête auprès de personnes n'est pas donné quand deux à quatre établissements seulement ont répondu : il dirait ce que chacun a répondu."},
    {titre: "Une attaque à l'essai", texte: "Un programme connaît tous les chiffres publiés et toutes les additions qui les lient, et cherche à retrouver les chiffres cachés. Une publication où il resserrerait l'un d'eux plus que le seuil serait un défaut."},
    {titre: "Combien de temps", texte: `Les données pseudonymisées sont gardées le temps que fixe le registre des traitements, puis supprimées avec une preuve datée. Les lignes refusées le sont au bout de ${conservation.rejets} mois.`}
  ];
}

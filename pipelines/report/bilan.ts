import {annexeTerritoires, glossaire, identite, methode, type ByType} from "./annexes.ts";
import {chapitreAnalyses} from "./analyses.ts";
import {chapitreBudget} from "./budget.ts";
import {isBudget, type Context} from "./context.ts";
import type {Document} from "./document.ts";
import type {Publication} from "./publication.ts";
import {synthese} from "./synthese.ts";
import {chapitreVolet} from "./volet.ts";
import {formatDate} from "../lib/words/format.ts";
import {nomType} from "../lib/words/names.ts";

/** The chapters that may carry a text of the DRANE, by the name of its file. */
export function chapters({edition}: Pick<Publication, "edition">): string[] {
  return ["synthese", ...edition.volets.map((one) => one.code), "budget", "analyses", "territoires", "methode"];
}

/** The whole bilan of a territory and a year. */
export function composeBilan(context: Context, byType: ByType): Document {
  const {publication, territoire, annee} = context;
  const {edition} = publication;
  const title = `Bilan ${annee} : ${territoire.nom}`;
  return {
    title: edition.fictif ? `${title} (données fictives)` : title,
    running: `${title} — ${edition.titre}`,
    date: edition.donnees_du,
    isFictional: edition.fictif,
    cover: {
      programme: edition.titre,
      title: `Bilan ${annee}`,
      subtitle: territoire.nom,
      lines: [
        `${nomType(territoire.type)}${territoire.type === "departement" ? `, académie d'${edition.perimetre.academie}`.replace(/d'(?=[^AEIOUYÉH])/u, "de ") : ` — ${edition.perimetre.nom}`}`,
        "Délégation régionale académique au numérique éducatif (DRANE)",
        `Données arrêtées le ${formatDate(edition.donnees_du)}`
      ]
    },
    contentsDepth: context.isWhole ? 2 : 1,
    blocks: [
      ...synthese(context),
      ...edition.volets.filter((volet) => publication.catalogue.some((one) => one.volet === volet.code && !isBudget(one))).flatMap((volet) => chapitreVolet(context, volet)),
      ...chapitreBudget(context),
      ...chapitreAnalyses(context),
      ...annexeTerritoires(context, byType),
      ...methode(context),
      ...glossaire(context),
      ...identite(context)
    ]
  };
}

import {html, type Html} from "../components/html.ts";
import {type Territoire} from "../components/model.ts";
import {cheminIndicateur, racine, type Contexte} from "./page.ts";
import type {Cellule, Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatDate, formatNombre, minuscule} from "../../pipelines/lib/words/format.ts";
import {nomSource} from "../../pipelines/lib/words/names.ts";
import {lireCouverture} from "../../pipelines/lib/words/reading.ts";

/** « D'où vient ce chiffre » : its terms, its files, and the command that goes down to the raw line. */
export function provenance(contexte: Contexte, chemin: string, indicateur: Indicateur, territoire: Territoire, cellule: Cellule | undefined): Html {
  const {qualite} = contexte.publication;
  const files = qualite.fichiers.filter((file) => file.source !== null && indicateur.sources.includes(file.source) && (file.annees === "" || file.annees.includes(contexte.annee)));
  const coverage = lireCouverture(indicateur, cellule);
  return html`<details class="provenance"><summary>D’où vient ce chiffre<span class="masque"> : ${indicateur.libelle}</span></summary>
<dl>
<dt>Ce qui est compté</dt><dd>${indicateur.numerateur || indicateur.description}${indicateur.denominateur ? html`. Rapporté à : ${minuscule(indicateur.denominateur)}` : ""}.</dd>
<dt>Sources</dt><dd>${indicateur.sources.map(nomSource).join(", ") || "non précisées"}${cellule?.n_unites ? html` ; ${formatCompte(cellule.n_unites, "unité contribue", "unités contribuent")}` : ""}. ${coverage}</dd>
${files.length > 0 ? html`<dt>Fichiers lus pour ${contexte.annee}</dt><dd><ul>${files.slice(0, 8).map((file) => html`<li>${file.fichier}${file.importe_le ? html`, reçu le ${formatDate(file.importe_le)}` : ""}${file.rejetes ? html`, ${formatCompte(file.rejetes, "ligne rejetée", "lignes rejetées")} sur ${formatNombre(file.lus ?? 0, 0)}` : ""}</li>`)}${files.length > 8 ? html`<li>et ${formatCompte(files.length - 8, "autre fichier", "autres fichiers")}</li>` : ""}</ul></dd>` : ""}
<dt>Remonter jusqu’à la ligne</dt><dd><code>vigie expliquer ${indicateur.code} --territoire ${territoire.type}:${territoire.code} --annee ${contexte.annee}</code></dd>
</dl>
<p><a href="${racine(chemin)}${cheminIndicateur(indicateur)}.html">Fiche méthodologique et calcul complet</a></p></details>`;
}

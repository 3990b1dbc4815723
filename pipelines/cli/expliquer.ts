import {existsSync} from "node:fs";
import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {openDatabase} from "../lib/duckdb.ts";
import {formatCount, formatDate, formatNumber, formatShare} from "../lib/format.ts";
import {explainFigure, type Explanation} from "../publish/explain.ts";
import {createSources} from "../import/sources.ts";
import {readLake, readRejections} from "../import/lake.ts";
import {lakeColumns, relationName} from "../lib/contract/contract.ts";
import {phraseRefusEvolution} from "../lib/words/change.ts";
import {formatEcart} from "../lib/words/format.ts";
import {lireProfil, motRefusProfil} from "../lib/words/profile.ts";
import {lireDrapeaux, motDrapeau} from "../lib/words/reading.ts";
import {lireEstimation, lireSansEstimation} from "../lib/words/survey.ts";
import {mainTerritory} from "../lib/workspace.ts";
import type {Command, Context} from "./command.ts";

export const command: Command = {
  name: "expliquer",
  summary: "Dit d'où vient un chiffre : définition, termes, fichiers, lignes refusées qui auraient compté, SQL.",
  usage: "INDICATEUR",
  options: {
    territoire: {type: "string", value: "T", help: "code, nom ou type:code du territoire (par défaut : le département)"},
    annee: {type: "string", value: "AAAA-AAAA", help: "année scolaire (par défaut : la plus récente)"},
    ventilation: {type: "string", value: "V:M", help: "ventilation et modalité, par exemple degre:premier"},
    sql: {type: "boolean", help: "montre aussi le SQL de l'indicateur"}
  },
  async run(context) {
    const indicator = context.args[0];
    if (!indicator) throw new VigieError("Il manque le code de l'indicateur.", {exitCode: EXIT.usage, mend: "Par exemple : vigie expliquer eq_eleves_par_ordinateur --territoire 13055 --annee 2024-2025"});
    const workspace = context.workspace();
    const {entrepot, publication, lac} = workspace.paths;
    const principal = mainTerritory(workspace.config);
    if (!existsSync(entrepot) || !existsSync(publication)) throw new VigieError("Rien n'est encore publié.", {mend: "Lancez « vigie construire », puis « vigie publier »."});
    const db = await openDatabase(entrepot, {readOnly: true});
    try {
      await createSources(db, lac, contracts);
      const explanation = await explainFigure(db, {
        indicator,
        publication,
        principal: `${principal.type}:${principal.code}`,
        territoire: context.text("territoire"),
        annee: context.text("annee"),
        ventilation: context.text("ventilation"),
        relations: contracts.map((contract) => ({name: relationName(contract), columns: lakeColumns(contract).map((column) => column.name)})),
        lake: readLake(lac).map((entry) => ({...entry.manifest, rejections: () => readRejections(entry)}))
      });
      context.answer(explanation);
      sayExplanation(context, explanation);
      return EXIT.done;
    } finally {
      db.close();
    }
  }
};

function sayExplanation(context: Context, {definition, cellule, territoire, redressement, quartiles, evolution, profil, fichiers, rejets, non_comptees: uncounted, corrections, sql}: Explanation): void {
  const {say} = context;
  const number = (value: number | null): string => (value === null ? "—" : formatNumber(value));
  const shown = cellule.valeur === null ? ABSENCES[cellule.statut] ?? cellule.statut : definition.unite === "%" ? formatShare(cellule.valeur) : `${formatNumber(cellule.valeur)} ${definition.unite}`;
  const part = cellule.ventilation === "ensemble" ? "" : `, ${cellule.ventilation} : ${cellule.modalite}`;
  say(`${definition.libelle} (${definition.code}), ${territoire.nom}, ${cellule.annee}${part}`);
  say(`  ${shown}`);
  say();
  say(`Définition : ${definition.description}`);
  say(`  Numérateur   : ${definition.numerateur}${cellule.statut === "secret" ? "" : ` → ${number(cellule.numerateur)}`}`);
  if (definition.denominateur) say(`  Dénominateur : ${definition.denominateur}${cellule.statut === "secret" ? "" : ` → ${number(cellule.denominateur)}`}`);
  if (cellule.n_unites !== null) say(`  Unités       : ${formatNumber(cellule.n_unites, 0)}`);
  if (cellule.couverture !== null) say(`  Couverture   : ${formatShare(cellule.couverture)}${definition.enquete ? ` (enquête ${definition.enquete})` : ""}`);
  if (cellule.ic_bas !== null && cellule.ic_haut !== null) {
    const bound = (value: number): string => (definition.unite === "%" ? formatShare(value) : formatNumber(value));
    say(`  Intervalle à 95 % : ${bound(cellule.ic_bas)} à ${bound(cellule.ic_haut)}`);
  }
  if (quartiles) say(`  Quartiles    : ${number(quartiles.quartile_1)} et ${number(quartiles.quartile_3)} (la moitié des unités est entre les deux)`);
  if (!redressement) for (const sentence of lireSansEstimation(definition, cellule)) say(`  Bornes       : ${sentence}`);
  if (redressement) {
    for (const sentence of lireEstimation(definition, redressement)) say(`  Redressement : ${sentence}`);
    const {methode, poids_extremes: extreme, qualite, taux_reponse_min: lowest, indicateur_r: r, biais_max: bias, effet_de_plan: deff, strates_uniques: lonely} = redressement;
    const parts = [
      METHODES[methode ?? ""] ?? "", extreme ? "poids très inégaux" : "", motDrapeau(qualite), lowest === null ? "" : `groupe qui répond le moins ${formatShare(lowest)}`, r === null ? "" : `indicateur R ${formatNumber(r)}`, bias === null || definition.type !== "part" ? "" : `biais possible ${formatNumber(bias * 100, 1)} points`,
      deff === null ? "" : `effet de plan ${formatNumber(deff)}`, lonely > 0 ? `${formatCount(lonely, "groupe")} d'un seul répondant` : ""
    ];
    say(`  Réponses     : ${parts.filter(Boolean).join(" ; ")}`);
  }
  if (evolution) say(`  Évolution    : ${describeEvolution(definition, evolution)}`);
  if (profil) say(`  Profil       : ${profil.attendu === null || cellule.valeur === null ? `pas de comparaison à profil comparable : ${motRefusProfil(definition, profil)}` : lireProfil(definition, cellule.valeur, profil)}`);
  for (const sentence of lireDrapeaux(cellule.drapeaux)) say(`  À savoir     : ${sentence}`);
  if (definition.limites) say(`  Limites      : ${definition.limites}`);
  say();
  say("Fichiers :");
  for (const file of fichiers) {
    const rows = file.lignes_territoire === null ? formatCount(file.acceptes, "ligne") : `${formatCount(file.lignes_territoire, "ligne")} de ce territoire sur ${formatNumber(file.acceptes, 0)}`;
    say(`  ${file.fichier} (${file.source}/${file.objet}, ${file.sha256.slice(0, 16)}, importé le ${formatDate(file.importe_le)}) : ${rows}`);
  }
  if (fichiers.length === 0) say("  aucun");
  if (rejets.length > 0) {
    say();
    say("Lignes refusées de ces fichiers, qui auraient pu compter :");
    for (const rejet of rejets) say(`  ${rejet.fichier} : ${formatCount(rejet.n, "ligne")} — ${rejet.motif} (${rejet.n > 1 ? "lignes" : "ligne"} ${rejet.lignes.join(", ")}${rejet.n > rejet.lignes.length ? "…" : ""})`);
  }
  if (uncounted.length > 0) {
    say();
    say(`Lignes acceptées de ${cellule.annee} qui ne comptent dans aucun territoire (« vigie etat » dit lesquelles) :`);
    for (const {fichier, sans_etablissement: none, hors_referentiel: unknown} of uncounted) {
      const parts = [none > 0 ? `${formatCount(none, "ligne")} sans établissement (à donner dans les correspondances)` : "", unknown > 0 ? `${formatCount(unknown, "ligne")} d'un établissement absent du référentiel de l'année` : ""];
      say(`  ${fichier} : ${parts.filter(Boolean).join(" ; ")}`);
    }
  }
  if (corrections.length > 0) {
    say();
    say("Corrections déclarées :");
    for (const {fichier, ligne, source, cle, colonne, attendu, corrige, raison, auteur, date} of corrections) {
      const at = Object.entries(cle).map(([name, value]) => `${name} ${value}`).join(", ");
      say(`  ${source}, ${at} : ${colonne} ${attendu ?? "vide"} → ${corrige ?? "vide"} — ${raison} (${auteur}, ${formatDate(date)} ; corrections/${fichier}, ligne ${ligne})`);
    }
  }
  say();
  if (context.flag("sql")) say(sql);
  else say(`Calcul : ${definition.fichier} (ajoutez --sql pour le lire).`);
}

function describeEvolution(definition: Explanation["definition"], evolution: NonNullable<Explanation["evolution"]>): string {
  const {annee_precedente, evolution: change, evolution_perimetre_constant: constant, etablissements_communs: shared, motif} = evolution;
  const refusal = motif === null ? "" : phraseRefusEvolution(motif);
  const whole = change === null ? `pas de comparaison avec ${annee_precedente}${refusal && ` (${refusal})`}` : `${formatEcart(change, definition)} depuis ${annee_precedente}`;
  if (constant !== null && shared !== null) return `${whole} ; ${formatEcart(constant, definition)} à périmètre constant (${formatCount(shared, "établissement commun", "établissements communs")})`;
  return change === null || refusal === "" ? whole : `${whole} ; rien à périmètre constant : ${refusal}`;
}

/** Where the weights of a survey's estimate come from (`mart_enquete`). */
const METHODES: Readonly<Record<string, string>> = {
  strates: "poids par type d'établissement et éducation prioritaire",
  calage: "poids calés sur les types d'établissement et sur l'éducation prioritaire, une strate au moins étant trop petite",
  strates_regroupees: "poids par strates regroupées, personne n'ayant répondu dans un type ou un statut",
  non_convergence: "pas de redressement : le calage n'aboutit pas"
};

const ABSENCES: Readonly<Record<string, string>> = {
  zero: "zéro",
  non_repondu: "non répondu : aucun des établissements interrogés n'a répondu",
  non_concerne: "non concerné",
  non_collecte: "non collecté cette année-là",
  secret: "caché par le secret statistique"
};

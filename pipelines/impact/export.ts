import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {quoteText, type Database} from "../lib/duckdb.ts";
import type {Report} from "./report.ts";

/** Columns of the exported panel: what each says, in its order. */
const COLUMNS: readonly (readonly [string, string])[] = [
  ["etude", "« principal » pour le résultat principal, sinon le code de l'indicateur"],
  ["etab", "UAI de l'établissement (le premier, s'il en a changé)"],
  ["annee", "première des deux années scolaires : 2024 pour 2024-2025"],
  ["groupe", "première année d'exposition, 0 si l'établissement n'est jamais exposé"],
  ["grappe", "groupe dont les établissements ne sont pas indépendants"],
  ["territoire", "bassin, à défaut département ; au-delà de 40 bassins, département ; au-delà de 40 départements, académie"],
  ["poids", "poids de l'établissement"],
  ["y", "résultat, dans l'échelle de l'estimateur ; vide s'il n'est pas utilisable"],
  ["motif", "pourquoi y est vide"],
  ["garde", "1 si l'établissement a un résultat chaque année et n'était pas exposé dès la première"],
  ["valeur", "résultat tel que l'indicateur le donne"],
  ["n_unites", "unités derrière ce résultat"]
];

/** Writes the documented panel at school grain, with scripts that give the same figures. Holds schools, never persons. */
export async function exportPanel(db: Database, report: Report, folder: string): Promise<void> {
  mkdirSync(folder, {recursive: true});
  const main = report.resultats[0]?.indicateur ?? "";
  const rows = `
    select
      case when p.etude = ${quoteText(`resultat:${main}`)} then 'principal' else substr(p.etude, 10) end as etude,
      p.etab, p.annee, p.groupe, p.grappe, p.territoire, p.poids, p.y, p.motif,
      (u.est_complet and not u.est_traite_des_le_depart)::integer as garde,
      r.valeur, r.n_unites
    from impact_panel_lignes as p
    join did_units('impact_panel_lignes') as u using (etude, etab)
    left join impact_resultats as r on r.indicateur = substr(p.etude, 10) and r.etab = p.etab and r.annee = p.annee
    where p.etude like 'resultat:%'
    order by etude, p.etab, p.annee`;
  await db.run(`copy (${rows}) to ${quoteText(path.join(folder, "panel.parquet"))} (format parquet)`);
  await db.run(`copy (${rows}) to ${quoteText(path.join(folder, "panel.csv"))} (format csv, header, nullstr 'NA')`);
  writeFileSync(path.join(folder, "LISEZMOI.txt"), readme(report));
  writeFileSync(path.join(folder, "refaire.R"), rScript(report));
  writeFileSync(path.join(folder, "refaire.sql"), sqlScript(report));
}

function readme({protocole, avertissements, phrase}: Report): string {
  return [
    `Panel du protocole « ${protocole.titre} » (${protocole.fichier}, empreinte ${protocole.empreinte})`, "",
    ...avertissements.flatMap((text) => [text, ""]), phrase, "",
    "À garder dans l'espace de travail : une ligne par établissement et par année. Aucune personne n'y figure.", "",
    "Colonnes de panel.parquet et panel.csv (séparateur virgule, NA pour vide) :",
    ...COLUMNS.map(([name, meaning]) => `  ${name.padEnd(11)} ${meaning}`), "",
    "refaire.R donne les mêmes chiffres avec R seul (Rscript refaire.R) ; refaire.sql avec DuckDB et les macros de Vigie (sql/macros).", ""
  ].join("\n");
}

function sqlScript({protocole, reproduire}: Report): string {
  return [
    `-- ${protocole.titre} : mêmes chiffres, avec les macros de sql/macros et les fonctions statistiques de Vigie.`,
    "create or replace view panel as select * from 'panel.parquet';", `${reproduire.sql};`, ""
  ].join("\n");
}

/** Base R only: ATT(g, t) of Callaway and Sant'Anna without covariate, `simple` aggregate, errors by cluster; and Welch on changes. */
function rScript({protocole, avertissements, reproduire}: Report): string {
  const notYet = reproduire.sql.includes("notyettreated");
  return [
    `# ${protocole.titre}`,
    ...avertissements.map((text) => `# ${text}`),
    "# Effet par cohorte et par année, moyenne pondérée par les effectifs des cohortes, erreur par grappe, t à (grappes - 1) degrés de liberté.",
    'panel <- read.csv("panel.csv", na.strings = "NA", stringsAsFactors = FALSE)',
    'panel <- panel[panel$etude == "principal" & panel$garde == 1, ]',
    "annees <- sort(unique(panel$annee))",
    "panel$groupe[is.na(panel$groupe) | panel$groupe > max(annees)] <- 0",
    "premiere <- panel[panel$annee == annees[1], ]",
    "etab <- premiere$etab; groupe <- premiere$groupe; poids <- premiere$poids; grappe <- premiere$grappe",
    "y <- sapply(annees, function(a) { d <- panel[panel$annee == a, ]; d$y[match(etab, d$etab)] })",
    "colnames(y) <- annees",
    `pas_encore <- ${notYet ? "TRUE" : "FALSE"}`,
    "cohortes <- sort(unique(groupe[groupe > 0]))",
    "cohortes <- cohortes[sapply(cohortes, function(g) sum(groupe == g) >= 5)]",
    "if (!any(groupe == 0)) cohortes <- setdiff(cohortes, max(groupe))",
    "att <- numeric(0); part <- numeric(0); de <- numeric(0); phi <- NULL; utilise <- rep(FALSE, length(etab))",
    "for (g in cohortes) for (a in annees[annees >= g]) {",
    "  base <- max(annees[annees < g])",
    "  delta <- y[, as.character(a)] - y[, as.character(base)]",
    "  expose <- groupe == g",
    "  temoin <- groupe == 0 | (pas_encore & groupe > a)",
    "  if (!any(temoin)) next",
    "  mt <- sum(poids[expose] * delta[expose]) / sum(poids[expose]); mc <- sum(poids[temoin] * delta[temoin]) / sum(poids[temoin])",
    "  f <- rep(0, length(etab))",
    "  f[expose] <- poids[expose] * (delta[expose] - mt) / sum(poids[expose]); f[temoin] <- -poids[temoin] * (delta[temoin] - mc) / sum(poids[temoin])",
    '  cat(sprintf("cohorte %d, année %d : %.10f\\n", g, a, mt - mc))',
    "  att <- c(att, mt - mc); part <- c(part, sum(poids[expose])); de <- c(de, g); phi <- cbind(phi, f); utilise <- utilise | expose | temoin",
    "}",
    "theta <- sum(part * att) / sum(part)",
    "f <- as.vector(phi %*% (part / sum(part)))",
    "for (k in seq_along(att)) { d <- groupe == de[k]; f[d] <- f[d] + poids[d] * (att[k] - theta) / sum(part) }",
    "parGrappe <- tapply(f, grappe, sum)",
    "se <- sqrt(sum(parGrappe^2)); ddl <- length(unique(grappe[utilise])) - 1",
    'cat(sprintf("ensemble : %.10f, erreur %.10f, intervalle %.10f à %.10f\\n", theta, se, theta - qt(.975, ddl) * se, theta + qt(.975, ddl) * se))',
    'cat(sprintf("plus petit effet décelable : %.10f\\n", (qt(.975, ddl) + qt(.8, ddl)) * se))',
    "variation <- y[, ncol(y)] - y[, 1]",
    "print(t.test(variation[groupe > 0], variation[groupe == 0]))",
    ""
  ].join("\n");
}

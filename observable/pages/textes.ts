import {html} from "../components/html.ts";
import {libelleVolet, type Contexte, type Page} from "./page.ts";
import {ABSENCES} from "../../pipelines/lib/words/absences.ts";
import {formatPart} from "../../pipelines/lib/words/format.ts";

/** The pages that are words: method, confidentiality, accessibility. */

const MOTS_SEUILS: Record<string, string> = {personnes: "personnes", etablissements: "établissements"};

function seuils(contexte: Contexte): string {
  const {seuils: known} = contexte.publication.edition;
  if (known === null || typeof known !== "object") return "";
  return Object.entries(known as Record<string, unknown>)
    .filter(([, value]) => typeof value === "number" || typeof value === "string")
    .map(([name, value]) => `${MOTS_SEUILS[name] ?? name.replaceAll("_", " ")} : ${String(value)}`)
    .join(", ");
}

export function pageMethode(contexte: Contexte): Page {
  const {edition} = contexte.publication;
  return {
    chemin: "methode",
    coquille: "index",
    titre: "Méthode",
    rubrique: "methode",
    corps: html`<h1>Méthode</h1>
<p class="chapeau">Comment lire un chiffre de ce site, ce qu’il permet de dire, et ce qu’il ne permet pas.</p>
<section class="texte"><h2 id="chiffre">Un chiffre et ses termes</h2><p>Une part, un ratio ou une moyenne est un numérateur rapporté à un dénominateur : les deux sont publiés. Un nombre ou un montant est une somme ; une médiane est donnée avec le nombre de valeurs qu’elle partage. Chaque chiffre porte sa couverture : les réponses reçues rapportées aux réponses attendues. Dans un relevé, le dénominateur vient du référentiel des établissements ; dans une enquête, ce sont les réponses reçues, et la couverture dit ce qui manque.</p></section>
<section class="texte"><h2 id="absences">Cinq absences, cinq signes</h2><p>Une case sans valeur n’est jamais remplacée par un zéro.</p><dl class="manque">${ABSENCES.map((one) => html`<dt><span class="absence ${one.statut}"><b>${one.signe}</b> ${one.mot}</span></dt><dd>${one.sens}</dd>`)}</dl></section>
<section class="texte"><h2 id="enquetes">Enquêtes et incertitude</h2><p>La valeur d’une enquête est celle de ses répondants, avec ses deux termes. À côté, l’estimation redressée donne à chaque répondant le poids de ceux qui lui ressemblent, par type d’établissement et éducation prioritaire ; quand un de ces groupes compte moins de cinq réponses, les poids sont calés sur l’ensemble des types et l’ensemble des statuts, et il n’y a pas d’estimation si le calage n’aboutit pas. L’intervalle de confiance à 95 % dit de combien la valeur aurait pu varier par le seul hasard des répondants ; il ne dit rien de ceux qui ne répondent pas : pour une part, les bornes qui l’accompagnent disent ce que leurs réponses auraient pu changer. Ces lignes, par défaut, se règlent avec l’observatoire :</p><ul><li>À partir de 85 % de réponses, et de 70 % dans chaque groupe, la valeur se lit sans réserve.</li><li>De 65 à 85 %, la valeur est publiée avec son intervalle.</li><li>De 50 à 65 %, elle est publiée avec prudence, sans évolution.</li><li>Sous 50 %, elle ne vaut que parmi les répondants : aucune extrapolation, aucune comparaison.</li></ul></section>
<section class="texte"><h2 id="mots">Les mots employés</h2><dl class="fiche"><dt>Constat</dt><dd>un niveau, avec son intervalle et sa couverture.</dd><dt>Écart</dt><dd>deux groupes à la même date, avec la même définition, sans lien de cause.</dd><dt>Évolution</dt><dd>deux dates, même instrument, assez de réponses aux deux.</dd><dt>Comparable</dt><dd>l’écart tient dans l’intervalle de confiance, ou vaut moins d’un point (de 2 % de la valeur, quand ce n’est pas une part).</dd></dl><p>Ce site ne classe pas les territoires : deux valeurs proches changent de rang au hasard. Il n’attribue aucune évolution au programme hors des <a href="impact.html">analyses d’impact</a>, dont le protocole est écrit d’avance et limite les mots permis.</p></section>
<section class="texte"><h2 id="ruptures">Ruptures de série</h2><p>Quand un instrument ou une définition change, la série est coupée : les deux morceaux ne sont ni reliés sur les graphiques, ni comparés dans les phrases. Les repères publiés par d’anciens documents sont montrés à part, par un losange, avec leur document.</p></section>
<section class="texte"><h2 id="agregation">Des établissements aux territoires</h2><p>Chaque indicateur est calculé par établissement, puis additionné : on additionne les numérateurs et les dénominateurs, jamais les taux. Un établissement appartient à plusieurs territoires (commune, bassin, réseau…) selon ses rattachements datés.</p></section>
<section class="texte"><h2 id="reproductible">Refaire le calcul</h2><p>L’entrepôt est entièrement déterminé par les fichiers reçus, les corrections déclarées, les requêtes publiées, la configuration et la version de Vigie. ${edition.empreinte ? html`Cette édition porte l’empreinte <code>${edition.empreinte}</code> : ` : ""}avec les mêmes, on retrouve les mêmes chiffres. <code>vigie expliquer</code> remonte d’un chiffre aux lignes qui le composent.</p></section>`
  };
}

export function pageConfidentialite(contexte: Contexte): Page {
  const known = seuils(contexte);
  return {
    chemin: "confidentialite",
    coquille: "index",
    titre: "Confidentialité",
    rubrique: "pied",
    corps: html`<h1>Confidentialité</h1>
<p class="chapeau">Aucun nom n’entre dans l’entrepôt, et un chiffre qui parlerait de trop peu de personnes est caché, avec ceux dont il se déduirait.</p>
${contexte.publication.confidentialite.length > 0 ? "" : html`<section class="texte"><h2 id="entree">À l’entrée</h2><p>Noms, adresses électroniques, dates de naissance, identifiants nationaux et textes libres sont écartés à la lecture des fichiers. Quand il faut reconnaître une même personne d’un fichier à l’autre, un pseudonyme à clé remplace l’identifiant ; la clé n’est pas dans l’entrepôt.</p></section>
<section class="texte"><h2 id="sortie">À la sortie</h2><p>Un effectif trop petit est masqué, ainsi que les cases qui permettraient de le déduire par différence entre un total et ses parties, ou entre un territoire et ceux qui le composent. Toutes les cases masquées portent le même signe, <span class="absence secret"><b>s</b> secret statistique</span> : rien ne distingue une case sensible d’une case masquée pour la protéger. Les zéros sont publiés.${known ? ` Seuils de cette édition : ${known}.` : ""}</p></section>`}
${contexte.publication.confidentialite.map((one, index) => html`<section class="texte"><h2 id="regle-${index}">${one.titre}</h2><p>${one.texte}</p></section>`)}
${contexte.publication.visibilite.length > 0 ? html`<section class="texte" aria-labelledby="cache"><h2 id="cache">Ce que le secret laisse voir</h2><p>Parmi les chiffres calculés par commune, la part de ceux qui sont publiés, chacun comptant pour les élèves de sa commune.</p><table class="n2"><caption class="masque">Part des chiffres publiés par commune, par volet</caption><thead><tr><th scope="col">Volet</th><th scope="col">Publiés</th></tr></thead><tbody>${contexte.publication.visibilite.map((one) => html`<tr><th>${libelleVolet(contexte, one.volet)}</th><td>${formatPart(one.part_eleves_visibles)}</td></tr>
`)}</tbody></table></section>` : ""}
${contexte.interne ? html`<section class="texte"><h2 id="interne">Cette édition interne</h2><p>Elle ajoute des chiffres par établissement, masqués sous ${contexte.interne.seuil} personnes. Elle est réservée à ceux qui en ont la charge : ni diffusion, ni dépôt sur un serveur ouvert.</p></section>` : ""}
<section class="texte"><h2 id="droits">Vos droits</h2><p>Le service qui publie ce site est responsable du traitement. Pour savoir ce qui vous concerne, le faire corriger ou vous y opposer, écrivez à son délégué à la protection des données, qui tient le registre des traitements ; à défaut de réponse, vous pouvez saisir la CNIL.</p></section>
<section class="texte"><h2 id="visite">Votre visite</h2><p>Ce site ne dépose aucun traceur, ne mesure aucune audience et n’appelle aucun autre serveur. Le thème, le dernier territoire et la dernière année que vous choisissez restent dans votre navigateur, pour la page suivante ; la ligne « Repris de votre dernière visite » permet de les oublier.</p></section>`
  };
}

export function pageAccessibilite(contexte: Contexte): Page {
  return {
    chemin: "accessibilite",
    coquille: "index",
    titre: "Accessibilité",
    rubrique: "pied",
    corps: html`<h1>Accessibilité</h1>
<p class="chapeau">Ce site est conçu pour être lu au clavier, à la loupe, par une synthèse vocale, sur un petit écran et sur papier.</p>
<section class="texte"><h2 id="fait">Ce qui est fait</h2><ul><li>Chaque graphique a une phrase qui dit ce qu’il montre ; ceux des indicateurs ont un tableau qui donne les valeurs dessinées.</li><li>Les chiffres et les graphiques sont dans la page avant tout script ; les scripts n’ajoutent que des commodités.</li><li>Aucune information n’est donnée par la couleur seule : signes, mots et formes la doublent.</li><li>Les contrastes tiennent en thème clair et en thème sombre ; la police Atkinson Hyperlegible Next distingue les caractères qui se ressemblent.</li><li>Tout s’atteint au clavier, dans l’ordre de lecture, avec un lien d’accès direct au contenu.</li><li>La page se lit à 320 pixels de large et à 400 % de zoom, sans défilement horizontal hormis dans les tableaux et les figures des analyses d’impact.</li></ul></section>
<section class="texte"><h2 id="etat">État de conformité</h2><p>Ce n’est pas une déclaration de conformité au RGAA, qui demande un audit par une personne : elle reste à établir par le service qui publie ce site. Tant que cet audit n’a pas eu lieu, le site est à déclarer <b>non conforme</b>, faute de preuve du contraire.</p><dl class="fiche">
<dt>Contrôlé dans un navigateur</dt><dd>Chaque genre de page, avec axe-core : toutes ses règles en thème clair, celles que les couleurs et la place peuvent changer en thème sombre et sur un petit écran ; à 320 pixels de large et à 200 % de zoom, sans défilement horizontal ; le comparateur et l’explorateur, de bout en bout au clavier seul ; l’impression des pages à graphiques, sans figure coupée entre deux feuilles.</dd>
<dt>Quand</dt><dd>À chaque changement du logiciel, avant qu’il soit retenu.</dd>
<dt>Non contrôlé</dt><dd>La lecture par une synthèse vocale, une loupe ou une plage braille ; les navigateurs autres que Chromium ; les documents et images ajoutés ; les bilans en Word.</dd></dl></section>
<section class="texte"><h2 id="contact">Signaler un obstacle</h2><p>Si un contenu vous est inaccessible, dites-le au service qui vous a donné l’adresse de ce site (${contexte.publication.edition.perimetre.nom}) : il vous fournira la donnée sous une autre forme.</p><p>Si sa réponse ne vous convient pas, vous pouvez saisir le Défenseur des droits : par son site, auprès de son délégué dans votre département, ou par courrier sans timbre à « Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07 ».</p></section>`
  };
}

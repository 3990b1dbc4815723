import {describe, expect, it} from "vitest";
import {remplit, verifieFrancais, verifieLiens} from "../../../observable/finish.ts";

const shell = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<meta name="generator" content="Observable Framework v1.13.4">
<title>@@titre@@</title>
<link rel="modulepreload" href="./_observablehq/client.js">
<script type="module">

import "./_observablehq/client.js";

</script>
</head>
<body><header><div id="vigie-entete"></div></header><main><div id="vigie-page"></div></main><footer><div id="vigie-pied"></div></footer></body></html>`;
const content = {titre: "Aix & Arles", entete: "<p>haut</p>", corps: "<h1>$& corps</h1>", pied: "<p>bas</p>", fictif: true, racine: "../", papier: 'Vigie · "essai" </style>'};

describe("a filled shell", () => {
  it("speaks French, lets the reader zoom and says fictional in its title", () => {
    const text = remplit(shell, content);
    expect(text).toContain('<html lang="fr">');
    expect(text).not.toContain("maximum-scale");
    expect(text).toContain("<title>Aix &amp; Arles — Vigie (données fictives)</title>");
    expect(text).toContain('href="../favicon.svg"');
    expect(text).toContain("connect-src 'self'");
    expect(text).toContain("<h1>$& corps</h1>");
    expect(text).not.toContain("_observablehq");
  });
  it("says at the foot of each printed sheet what it is, whatever the words hold", () => {
    const text = remplit(shell, content);
    expect(text).toContain('@bottom-left{content:"Vigie · essai /style>"');
    expect(text.match(/<\/style>/g)).toHaveLength(1);
  });
  it("stops when Framework changes what it writes", () => {
    expect(() => remplit(shell.replace("<html>", '<html dir="ltr">'), content)).toThrow("balise html");
  });
});

describe("the last look at a page", () => {
  it("refuses English left over and values that were never computed", () => {
    expect(() => verifieFrancais("p", "<p>Toggle sidebar</p>")).toThrow("Page p.html");
    expect(() => verifieFrancais("p", "<p>Valeur : NaN</p>")).toThrow("NaN");
    expect(() => verifieFrancais("p", "<script>undefined</script><p>Bien</p>")).not.toThrow();
  });
  it("refuses a link to a missing file, a missing anchor or another host", () => {
    const files = new Set(["index.html", "a/b.html", "donnees/x.csv"]);
    const check = (link: string) => () => verifieLiens(new Map([["a/b.html", `<p id="ici"><a href="${link}">x</a></p>`], ["index.html", "<p></p>"]]), files);
    expect(check("../index.html")).not.toThrow();
    expect(check("#ici")).not.toThrow();
    expect(check("../donnees/x.csv")).not.toThrow();
    expect(check("../absent.html")).toThrow("aucun fichier");
    expect(check("#ailleurs")).toThrow("ancre");
    expect(check("https://exemple.fr/")).toThrow("sort du site");
  });
});

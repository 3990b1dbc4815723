import {cp, mkdir, writeFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {VigieError} from "../pipelines/lib/errors.ts";

const PACKAGE = "@expo-google-fonts/atkinson-hyperlegible-next";
const GRAISSES = [
  {dossier: "400Regular", graisse: 400},
  {dossier: "600SemiBold", graisse: 600}
] as const;

const fichier = (dossier: string): string => `AtkinsonHyperlegibleNext_${dossier}.ttf`;

/** The files of the font, which every page asks for at once: the first words are then painted with it, and do not move. */
export const POLICES = GRAISSES.map(({dossier}) => fichier(dossier));

/** Puts the font (Atkinson Hyperlegible Next, OFL) and its style sheet in `dir`: no page asks another host for it. */
export async function copyFonts(dir: string): Promise<void> {
  await mkdir(dir, {recursive: true});
  let source: string;
  try {
    source = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch (error) {
    throw new VigieError("La police Atkinson Hyperlegible Next n’est pas installée.", {mend: "Lancer « npm ci ».", cause: error});
  }
  let css = "";
  for (const {dossier, graisse} of GRAISSES) {
    const name = fichier(dossier);
    await cp(join(source, dossier, name), join(dir, name));
    css += `@font-face{font-family:"Atkinson Hyperlegible Next";font-weight:${graisse};font-display:swap;src:url(${name}) format("truetype")}\n`;
  }
  await cp(join(source, "LICENSE_FONT"), join(dir, "LICENSE.txt"));
  await writeFile(join(dir, "polices.css"), css);
}

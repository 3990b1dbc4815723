import {existsSync} from "node:fs";
import {createRequire} from "node:module";
import path from "node:path";
import {VigieError} from "../lib/errors.ts";

const FONT_PACKAGE = "@expo-google-fonts/atkinson-hyperlegible-next";
const FACES = ["400Regular", "400Regular_Italic", "600SemiBold", "700Bold", "700Bold_Italic"];

/** The files of the typeface of every document. */
export function fontFiles(dir = findFonts()): string[] {
  return FACES.map((face) => {
    const file = path.join(dir, face, `AtkinsonHyperlegibleNext_${face}.ttf`);
    if (!existsSync(file)) throw missingFont(file);
    return file;
  });
}

function findFonts(): string {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${FONT_PACKAGE}/package.json`));
  } catch (error) {
    throw missingFont(FONT_PACKAGE, error);
  }
}

function missingFont(where: string, cause?: unknown): VigieError {
  return new VigieError(`La police des bilans, Atkinson Hyperlegible Next, est introuvable (${where}).`, {mend: "Relancez « npm ci » dans le dossier de Vigie.", cause});
}

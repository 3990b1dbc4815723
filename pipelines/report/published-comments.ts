import {existsSync, readdirSync} from "node:fs";
import path from "node:path";
import {VigieError} from "../lib/errors.ts";
import {chapters} from "./bilan.ts";
import {readComment, territoryFolder} from "./comments.ts";
import {htmlOf} from "./html.ts";
import {openPublication, type Figures, type Territoire} from "./publication.ts";

/** A comment as the site shows it. */
export interface PublishedComment {
  readonly annee: string;
  readonly territoire_type: string;
  readonly territoire_code: string;
  readonly chapitre: string;
  /** Safe: everything written is escaped, figures are filled in. */
  readonly html: string;
}

/** A text that could not be taken, and why. */
export interface CommentProblem {
  readonly message: string;
  readonly mend: string | undefined;
}

/** Every comment of a workspace, of all years and territories, with its figures; one that is wrong is named and left out. */
export async function resolveComments({publication: dir, commentaires}: {publication: string; commentaires: string}): Promise<{entries: PublishedComment[]; problems: CommentProblem[]}> {
  const entries: PublishedComment[] = [];
  const problems: CommentProblem[] = [];
  const annees = listFolders(commentaires);
  if (annees.length === 0) return {entries, problems};
  const publication = await openPublication(dir);
  try {
    const territoires = new Map(publication.territoires.map((one) => [territoryFolder(one), one]));
    for (const annee of annees) {
      for (const name of listFolders(path.join(commentaires, annee))) {
        const territoire = territoires.get(name);
        const known = new Map<Territoire, Promise<Figures>>();
        const figures = (one: Territoire): Promise<Figures> => {
          const found = known.get(one) ?? publication.figures(one);
          known.set(one, found);
          return found;
        };
        const folder = path.join(commentaires, annee, name);
        if (territoire === undefined) {
          problems.push({message: `${folder} ne nomme aucun territoire de la publication.`, mend: `Nommez le dossier d'après le type et le code du territoire, par exemple ${territoryFolder(publication.principal)}.`});
          continue;
        }
        for (const file of readdirSync(folder).filter((one) => one.toLowerCase().endsWith(".md")).sort()) {
          const chapitre = file.slice(0, -3);
          if (!chapters(publication).includes(chapitre)) {
            problems.push({message: `${path.join(folder, file)} : aucun chapitre ne porte ce nom.`, mend: `Chapitres : ${chapters(publication).join(", ")}.`});
            continue;
          }
          try {
            const blocks = await readComment(path.join(folder, file), {dir: commentaires, publication, territoire, annee, chapters: [], figures});
            if (blocks.length > 0) entries.push({annee, territoire_type: territoire.type, territoire_code: territoire.code, chapitre, html: htmlOf(blocks)});
          } catch (error) {
            if (!(error instanceof VigieError)) throw error;
            problems.push({message: error.message, mend: error.mend});
          }
        }
      }
    }
  } finally {
    publication.close();
  }
  return {entries, problems};
}

function listFolders(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir, {withFileTypes: true}).filter((one) => one.isDirectory()).map((one) => one.name).sort() : [];
}

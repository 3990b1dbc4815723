import {EXIT, VigieError} from "../lib/errors.ts";
import {fold} from "../lib/text.ts";
import {readLake, removeEntry} from "../import/lake.ts";
import type {Command} from "./command.ts";

export const command: Command = {
  name: "retirer",
  summary: "Retire un fichier du lac ; les lignes qu'il remplaçait reprennent leur place à la prochaine construction.",
  usage: "FICHIER | SHA256",
  async run(context) {
    const [wanted] = context.args;
    if (!wanted) throw new VigieError("Il manque le nom ou le sha256 du fichier à retirer.", {exitCode: EXIT.usage, mend: "« vigie etat --json » les liste."});
    const entries = readLake(context.workspace().paths.lac);
    const found = entries.filter(({manifest}) => manifest.sha256.startsWith(wanted) || fold(manifest.fichier) === fold(wanted));
    if (found.length === 0) throw new VigieError(`Aucun fichier du lac ne s'appelle ainsi : ${wanted}`, {exitCode: EXIT.usage, mend: "Donnez le nom exact, ou le début du sha256."});
    if (found.length > 1) {
      throw new VigieError(`${found.length} fichiers du lac s'appellent « ${wanted} ».`, {
        exitCode: EXIT.usage,
        mend: `Donnez le sha256 de celui qui doit partir : ${found.map(({manifest}) => `${manifest.sha256.slice(0, 16)} (importé le ${manifest.importe_le.slice(0, 10)})`).join(", ")}`
      });
    }
    for (const entry of found) {
      removeEntry(entry);
      context.answer({retire: entry.manifest.fichier, sha256: entry.manifest.sha256});
      context.say(`${entry.manifest.fichier} est retiré du lac (${entry.manifest.acceptes} lignes). L'original n'a pas été touché.`);
    }
    context.say("Ensuite : « vigie construire ».");
    return EXIT.done;
  }
};

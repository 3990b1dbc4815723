import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {isCalled} from "../import/file-name.ts";
import {readLake, removeEntry, type LakeEntry} from "../import/lake.ts";
import {findReplaced, type Replacement} from "../import/replaced.ts";
import type {Command} from "./command.ts";

export const command: Command = {
  name: "retirer",
  summary: "Retire un fichier du lac ; les lignes qu'il remplaçait reprennent leur place à la prochaine construction.",
  usage: "FICHIER | SHA256",
  async run(context) {
    const [wanted] = context.args;
    if (!wanted) throw new VigieError("Il manque le nom ou le sha256 du fichier à retirer.", {exitCode: EXIT.usage, mend: "« vigie etat --json » les liste."});
    const {lac} = context.workspace().paths;
    const entries = readLake(lac);
    const found = entries.filter(({manifest}) => isCalled(manifest, wanted));
    if (found.length === 0) throw new VigieError(`Aucun fichier du lac ne s'appelle ainsi : ${wanted}`, {exitCode: EXIT.usage, mend: "Donnez le nom exact, ou le début du sha256."});
    if (found.length > 1) {
      throw new VigieError(`${found.length} fichiers du lac s'appellent « ${wanted} ».`, {
        exitCode: EXIT.usage,
        mend: `Donnez le sha256 de celui qui doit partir : ${found.map(({manifest}) => `${manifest.sha256.slice(0, 16)} (importé le ${manifest.importe_le.slice(0, 10)})`).join(", ")}`
      });
    }
    for (const entry of found) {
      const {fichier, sha256, acceptes} = entry.manifest;
      const freed = (await replacedBy(lac, entry)).map(({sha256: former, lignes}) => ({fichier: entries.find(({manifest}) => manifest.sha256 === former)?.manifest.fichier ?? former, sha256: former, lignes}));
      removeEntry(entry);
      context.answer({retire: fichier, sha256, rendues: freed});
      context.say(`${fichier} est retiré du lac (${formatCount(acceptes, "ligne")}). L'original n'a pas été touché : s'il reste dans entree/, le prochain « vigie importer » le reprendra.`);
      for (const {fichier: former, lignes} of freed) context.say(`  ${formatCount(lignes, "ligne")} de ${former} ${lignes > 1 ? "reprennent leur" : "reprend sa"} place.`);
    }
    context.say("Ensuite : « vigie construire ».");
    return EXIT.done;
  }
};

/** Rows of other files that this one had replaced. */
async function replacedBy(lake: string, entry: LakeEntry): Promise<Replacement[]> {
  const {sha256} = entry.manifest;
  return (await findReplaced(lake, contracts, {only: ({manifest}) => manifest.sha256 === sha256})).filter((item) => item.par === sha256);
}

import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {fold} from "../lib/text.ts";
import {readLake, readRejections} from "../import/lake.ts";
import type {Command} from "./command.ts";

export const command: Command = {
  name: "rejets",
  summary: "Donne, fichier par fichier, les lignes refusées à renvoyer à qui a fait le fichier.",
  usage: "[FICHIER]",
  async run(context) {
    const wanted = context.args[0];
    const entries = readLake(context.workspace().paths.lac)
      .filter(({manifest}) => manifest.rejetes > 0 || manifest.statut === "refuse")
      .filter(({manifest}) => wanted === undefined || fold(manifest.fichier).includes(fold(wanted)) || manifest.sha256.startsWith(wanted));
    if (wanted !== undefined && entries.length === 0) throw new VigieError(`Aucun fichier du lac ne porte ce nom avec des lignes refusées : ${wanted}`, {exitCode: EXIT.usage, mend: "« vigie etat » liste les fichiers."});
    for (const entry of entries) {
      const {manifest} = entry;
      const rejections = readRejections(entry);
      context.answer({fichier: manifest.fichier, sha256: manifest.sha256, rejetes: manifest.rejetes, messages: manifest.messages, lignes: rejections});
      context.say(`${manifest.fichier} : ${formatCount(manifest.rejetes, "ligne refusée", "lignes refusées")} sur ${formatCount(manifest.lus, "lue", "lues")}`);
      if (rejections.length === 0) for (const message of manifest.messages) context.say(`  ${message}`);
      for (const {ligne, colonne, entete, motif, trouve, remede} of rejections) {
        context.say(`  ligne ${ligne}${colonne ? `, colonne ${colonne} « ${entete} »` : ""} : ${motif}${trouve ? `, trouvé ${trouve}` : ""}. ${remede}`);
      }
      context.say();
    }
    if (entries.length === 0) context.say("Aucune ligne refusée.");
    return EXIT.done;
  }
};

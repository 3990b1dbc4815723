import {existsSync} from "node:fs";
import {EXIT, VigieError} from "../lib/errors.ts";
import {formatCount} from "../lib/format.ts";
import {editionDir, freezeEdition} from "../report/edition.ts";
import {openPublication} from "../report/publication.ts";
import {writeBilans} from "../report/write.ts";
import {readYear} from "./bilan.ts";
import type {Command} from "./command.ts";
import {codeVersion, frozenLake} from "./origin.ts";
import {isUpToDate} from "./standing.ts";

export const command: Command = {
  name: "figer",
  summary: "Fige une édition : tables publiées, empreintes du lac, corrections, configuration, code et bilans.",
  options: {
    annee: {type: "string", value: "AAAA-AAAA", help: "année scolaire du bilan (par défaut : l'année courante de la publication)"},
    nom: {type: "string", value: "N", help: "nom de l'édition, par exemple 2025-definitif"},
    tous: {type: "boolean", help: "fige le bilan de tous les territoires, et non du seul département"}
  },
  async run(context) {
    const nom = context.text("nom");
    if (nom === undefined) throw new VigieError("Il manque le nom de l'édition.", {exitCode: EXIT.usage, mend: "Par exemple : vigie figer --annee 2024-2025 --nom 2025-definitif"});
    const workspace = context.workspace();
    const isCurrent = isUpToDate(workspace, "publication");
    const publication = await openPublication(workspace.paths.publication);
    try {
      const annee = readYear(context, publication);
      const territoires = context.flag("tous") ? publication.territoires.filter((one) => one.type !== "academie" && one.type !== "programme") : [publication.principal];
      const edition = await freezeEdition({
        workspace, nom, annee, code: codeVersion(), lac: frozenLake(workspace.paths.lac), now: new Date().toISOString(),
        writeBilans: async (outputDir) => {
          await writeBilans({
            publication, annee, territoires, formats: ["pdf", "pdfa", "xlsx", "docx"], commentaires: workspace.paths.commentaires, outputDir,
            onProgress: (territoire, index) => context.progress.update(`bilan ${index + 1}/${territoires.length} ${territoire.nom}`)
          });
        }
      });
      context.answer({nom, annee, dossier: editionDir(workspace, nom), fichiers: Object.keys(edition.fichiers).length, lac: edition.lac.length, code: edition.code});
      context.say(`Édition « ${nom} » figée dans ${editionDir(workspace, nom)} : ${formatCount(Object.keys(edition.fichiers).length, "fichier")}, ${formatCount(edition.lac.length, "entrée")} du lac.`);
      if (isCurrent === false) {
        context.say("Attention : quelque chose a changé depuis cette publication (fichiers, configuration, commentaires, éditions figées ou version de Vigie) : « vigie verifier » pourrait ne pas la reconstruire à l'octet près.");
        context.say("Pour une édition que l'on peut refaire : vigie construire, vigie publier, puis vigie figer sous un autre nom.");
      }
      if (!existsSync(workspace.paths.lac)) context.say("Le lac est absent : cette édition ne pourra pas être reconstruite.");
      context.say(`Ensuite : « vigie verifier --edition ${nom} » la prouve intacte et la reconstruit.`);
      return EXIT.done;
    } finally {
      publication.close();
    }
  }
};

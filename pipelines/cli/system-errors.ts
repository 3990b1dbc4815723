type Cause = "plein" | "lecture_seule" | "droits" | "occupe" | "dossier" | "introuvable" | "trop_ouverts" | "ouvert";

const CODES: Readonly<Record<string, Cause>> = {
  ENOSPC: "plein", EDQUOT: "plein", EFBIG: "plein",
  EROFS: "lecture_seule",
  EACCES: "droits", EPERM: "droits",
  EEXIST: "occupe", ENOTDIR: "occupe",
  EISDIR: "dossier",
  ENOENT: "introuvable",
  EMFILE: "trop_ouverts", ENFILE: "trop_ouverts",
  EBUSY: "ouvert", ETXTBSY: "ouvert"
};

/** The engine gives no code: its words are those of the system. */
const WORDS: readonly (readonly [RegExp, Cause])[] = [
  [/No space left|Disk quota exceeded|File too large|Could not write file/i, "plein"],
  [/Read-only file system/i, "lecture_seule"],
  [/Permission denied|Operation not permitted/i, "droits"],
  [/Too many open files/i, "trop_ouverts"],
  // Windows, in the language of the machine.
  [/used by another process|utilisé par un autre processus|sharing violation|violation de partage/i, "ouvert"]
];

/** What to do when the engine, by itself or within a model, had too little memory; undefined for anything else. */
export function describeMemory(error: unknown): string | undefined {
  if (!/Out of Memory Error/i.test((error as Error).message)) return undefined;
  return "La mémoire donnée au moteur n'a pas suffi. Ce qui existait est intact.\n→ Augmentez « memoire » dans config.yml (4GB par défaut) ou fermez d'autres programmes, puis relancez la même commande.";
}

/** What the disk or the system refused, in French, with what to do; undefined for anything else. */
export function describeSystemError(error: unknown): string | undefined {
  const {code, path, message} = error as Partial<NodeJS.ErrnoException> & {message: string};
  const cause = CODES[code ?? ""] ?? (code === undefined ? WORDS.find(([words]) => words.test(message))?.[1] : undefined);
  const place = path ?? /file "([^"]+)"/.exec(message)?.[1];
  const at = place === undefined ? "" : ` : ${place}`;
  switch (cause) {
    case "plein": return "Le disque est plein : rien n'a été perdu, mais rien n'a été ajouté.\n→ Libérez de la place, puis relancez la même commande.";
    case "lecture_seule": return `Le disque est en lecture seule, Vigie ne peut rien y écrire${at}. Ce qui y était est intact.\n→ Copiez l'espace sur un disque où vous pouvez écrire, ou faites remettre celui-ci en écriture, puis relancez la même commande.`;
    case "droits": return `Accès refusé${at}. Ce qui y était est intact.\n→ Vérifiez que vous avez le droit de lire et d'écrire à cet endroit, puis relancez la même commande.`;
    case "ouvert": return `Un autre programme tient ce fichier ouvert${at}. Ce qui y était est intact.\n→ Fermez-le dans ce programme (souvent Excel), puis relancez la même commande.`;
    case "occupe": return `Un fichier occupe la place d'un dossier${at}.\n→ Renommez-le ou retirez-le, puis relancez la même commande.`;
    case "dossier": return `Un dossier occupe la place d'un fichier${at}.\n→ Donnez le nom d'un fichier, ou retirez ce dossier, puis relancez la même commande.`;
    case "introuvable": return `Fichier introuvable${at || ` : ${message}`}.\n→ Vérifiez le chemin : le fichier a peut-être été déplacé pendant la lecture.`;
    case "trop_ouverts": return "Trop de fichiers sont ouverts à la fois sur cette machine.\n→ Fermez d'autres programmes ou relancez la commande : ce qui était importé le reste.";
    default: return undefined;
  }
}

import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {basename, join} from "node:path";
import {z} from "zod";
import {VigieError} from "../pipelines/lib/errors.ts";
import type {AnalysisSection} from "../pipelines/lib/analysis.ts";
import type {Estimation} from "../pipelines/lib/words/survey.ts";

/** What a publication may hold beside its figures; each may be absent, none may be wrong. */
export interface Supplements {
  estimations: readonly Estimation[];
  comparaison: Comparaison | null;
  commentaires: readonly Commentaire[];
  analyses: readonly Analyse[];
  confidentialite: readonly {titre: string; texte: string}[];
  /** The share of pupils whose commune has a published figure, by volet. */
  visibilite: readonly {volet: string; part_eleves_visibles: number}[];
}

const texte = z.string();
const nombre = z.number().nullish().transform((value) => value ?? null);

const estimation = z.object({
  indicateur: texte, territoire_type: texte, territoire_code: texte, annee: texte, estimation: nombre, ic_bas: nombre, ic_haut: nombre, etablissements: nombre, taux_reponse: nombre,
  manski_bas: nombre, manski_haut: nombre, chiffre_a_citer: z.enum(["redresse", "repondants"])
});

/** What changed since the last frozen edition, and why. */
const comparaison = z.object({
  edition: texte,
  fige_le: texte,
  n: z.number(),
  communs: z.number(),
  motifs: z.record(texte, texte),
  raisons: z.array(z.object({motif: texte, phrase: texte, chiffres: z.number().optional()})),
  fichiers: z.array(z.number()),
  changements: z.array(
    z.object({
      indicateur: texte, territoire_type: texte, territoire_code: texte, annee: texte, ventilation: texte, modalite: texte,
      valeur_avant: nombre, valeur_apres: nombre, statut_avant: texte.nullish(), statut_apres: texte.nullish(), cible_avant: nombre, cible_apres: nombre, raisons: z.array(z.number())
    })
  )
});
export type Comparaison = z.output<typeof comparaison>;

/** A text of the DRANE; its HTML was made safe when it was published. */
const commentaire = z.object({annee: texte, territoire_type: texte, territoire_code: texte, chapitre: texte, html: texte});
type Commentaire = z.output<typeof commentaire>;

const entreeAnalyse = z.object({
  code: texte, titre: texte, question: texte.nullish().transform((value) => value ?? ""), mot: texte.nullable(), phrase: texte, exploratoire: z.boolean().nullish().transform((value) => value === true),
  avertissements: z.array(texte).nullish().transform((value) => value ?? []), fichier: texte.nullable()
});
const section = z.object({
  titre: texte,
  textes: z.array(texte),
  liste: z.array(texte).optional(),
  tableaux: z.array(z.object({legende: texte, lignes: z.array(z.array(texte))})).optional(),
  figures: z.array(z.object({svg: texte, width: z.number(), height: z.number(), alt: texte, legende: texte})).optional()
});
const rapport = z.object({sections: z.array(section)});

/** An analysis of impact: told section by section, or refused. */
export type Analyse = z.output<typeof entreeAnalyse> & {sections: readonly AnalysisSection[]};

async function read<T>(dir: string, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const file = join(dir, ...name.split("/"));
  if (!existsSync(file)) return null;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new VigieError(`Publication : ${name} est illisible (${(error as Error).message}).`, {mend: "Relancer « vigie publier », puis « vigie site »."});
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw new VigieError(`Publication : ${name}, ${first?.path.join(".") ?? ""} : ${first?.message ?? "forme inattendue"}.`, {mend: "Le site et la publication ne sont pas de la même version : reconstruire les deux."});
}

async function readAnalyses(dir: string): Promise<Analyse[]> {
  const index = (await read(dir, "impact/index.json", z.array(entreeAnalyse))) ?? [];
  return Promise.all(
    index.map(async (one) => {
      if (one.fichier === null) return {...one, sections: []};
      const name = `impact/${basename(one.fichier).replace(/\.\w+$/, "")}.json`;
      const found = await read(dir, name, rapport);
      if (!found) throw new VigieError(`Publication : ${name} manque alors que impact/index.json l’annonce.`, {mend: "Relancer « vigie publier »."});
      return {...one, sections: found.sections as readonly AnalysisSection[]};
    })
  );
}

export async function readSupplements(dir: string): Promise<Supplements> {
  const regles = await read(dir, "confidentialite.json", z.object({regles: z.array(z.object({titre: texte, texte})), volets: z.array(z.object({volet: texte, part_eleves_visibles: nombre})).optional()}));
  return {
    estimations: (await read(dir, "pub_enquete.json", z.array(estimation))) ?? [],
    comparaison: await read(dir, "comparaison.json", comparaison),
    commentaires: (await read(dir, "commentaires.json", z.array(commentaire))) ?? [],
    analyses: await readAnalyses(dir),
    confidentialite: regles?.regles ?? [],
    visibilite: (regles?.volets ?? []).flatMap(({volet, part_eleves_visibles: part}) => (part === null ? [] : [{volet, part_eleves_visibles: part}]))
  };
}

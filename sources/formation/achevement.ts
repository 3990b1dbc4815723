import {z} from "zod";
import type {Kind} from "../../pipelines/lib/contract/kinds.ts";
import {foldSql} from "../../pipelines/lib/contract/kinds.ts";
import {fold} from "../../pipelines/lib/text.ts";

// A state set by hand carries the name of who set it: « Terminé (fixé par …) ». Only the state is read. Order matters.
const STATES: readonly {state: string; pattern: RegExp}[] = [
  {state: "non_termine", pattern: /^(non|pas|not|in)[ -]?(encore )?(termine|acheve|completed?|complete)( .*)?/},
  {state: "echoue", pattern: /^(termine|acheve|completed?|complete)e?s? ?[(,]?(sans|n'a pas|note de passage non|did not|failed|echec|echoue|en echec).*/},
  {state: "reussi", pattern: /^(termine|acheve|completed?|complete)e?s? ?[(,]?(avec|et reussi|note de passage|achieved|passed|reussi|succes|and passed).*/},
  {state: "termine", pattern: /^(termine|acheve|completed?|complete)e?s?( .*)?/}
];

/** The state of an activity as Moodle says it, in French or in English. */
export const achevement: Kind<string> = {
  name: "achevement",
  type: "VARCHAR",
  expects: "un état d'achèvement de Moodle (Terminé, Non terminé…)",
  example: "Terminé",
  zod: z.string().transform((cell, context) => {
    const folded = fold(cell);
    const found = STATES.find(({pattern}) => new RegExp(`^(?:${pattern.source})$`, "su").test(folded));
    if (found) return found.state;
    context.addIssue({code: "custom", message: "ce n'est pas un état d'achèvement que Vigie connaît"});
    return z.NEVER;
  }),
  sql: (cell) => {
    const folded = `trim(${foldSql(cell)})`;
    return `CASE ${STATES.map(({state, pattern}) => `WHEN regexp_full_match(${folded}, '${pattern.source.replace(/^\^/, "").replaceAll("'", "''")}', 's') THEN '${state}'`).join(" ")} END`;
  },
  schema: {type: "string", enum: STATES.map(({state}) => state)}
};

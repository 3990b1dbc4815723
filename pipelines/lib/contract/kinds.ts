/** What a column may hold, by family; `test/unit/lib/kinds.test.ts` holds the two readings of each kind together. */
export {boundSql, type Kind} from "./kinds/kind.ts";
export * from "./kinds/codes.ts";
export * from "./kinds/dates.ts";
export * from "./kinds/numbers.ts";
export * from "./kinds/text.ts";

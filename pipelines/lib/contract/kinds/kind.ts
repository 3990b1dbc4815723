import {z} from "zod";

/**
 * What a column may hold. A kind owns two readings of a cell that must agree (a property test holds them together):
 * `sql` does it to a whole column at once, `zod` does it to one cell and says why not.
 * Both receive a cell already cleaned (outer spaces gone, empty text turned to "no answer").
 */
export interface Kind<T = unknown> {
  readonly name: string;
  /** Type of the column in the lake. */
  readonly type: string;
  /** What the column expects, in French, as a person fills a form. */
  readonly expects: string;
  readonly example: string;
  readonly zod: z.ZodType<T, string>;
  /** SQL expression of the value of `cell` (a cleaned varchar expression); NULL when the cell cannot be read. */
  sql(cell: string): string;
  /** Bounds of the value as SQL literals. They are apart so that the engine reads each cell once and compares the result. */
  readonly range?: {readonly min: string; readonly max: string};
  /** JSON Schema / Table Schema type, for those who validate elsewhere. */
  readonly schema: {type: string; format?: string; enum?: readonly string[]};
  /** The day number of Excel stands for a date: five digits that no written date has. */
  readonly readsSerial?: boolean;
}

/** SQL expression of a value already read by `sql`, NULL outside of the kind's bounds. */
export function boundSql(kind: Kind, value: string): string {
  return kind.range ? `CASE WHEN ${value} BETWEEN ${kind.range.min} AND ${kind.range.max} THEN ${value} END` : value;
}

/** A kind, with the type of its value. */
export function kind<T>(definition: Kind<T>): Kind<T> {
  return definition;
}

/** Says in the words of the reader why a cell is none. */
export const refuse = (context: z.RefinementCtx, message: string): never => {
  context.addIssue({code: "custom", message});
  return z.NEVER;
};

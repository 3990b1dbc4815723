/**
 * SQL that makes a text harmless in a spreadsheet: one that begins with = + - @, a tab or a line break is preceded by an apostrophe, which
 * spreadsheets read as "this is text" (OWASP, CSV injection). Numbers must not pass here: a negative one would change.
 */
export function harmlessText(expression: string): string {
  return `CASE WHEN regexp_matches(${expression}, '^[=+\\-@\\t\\r\\n]') THEN '''' || ${expression} ELSE ${expression} END`;
}

import {expect, it} from "vitest";
import {parseCommand, type Command} from "../../../pipelines/cli/command.ts";

const command = (usage?: string): Command => ({name: "essai", summary: "", ...(usage === undefined ? {} : {usage}), run: async () => 0});
const args = (usage: string | undefined, ...given: string[]) => {
  const context = parseCommand(command(usage), given);
  return context === "help" ? "help" : context.args;
};

it.each([undefined, "[FICHIER]", "FICHIER | SHA256"])("refuses a word too many with the usage %s", (usage) => {
  expect(() => args(usage, "un", "deux")).toThrow(/n'attend pas « (un|deux) »/);
});

it("takes as many words as the usage says", () => {
  expect(args("N1 N2", "a", "b")).toEqual(["a", "b"]);
  expect(args("[FICHIER | DOSSIER]…", "a", "b", "c")).toHaveLength(3);
});

it.each([
  [["--fore"], "« vigie essai » n'a pas d'option « --fore ».", "Vouliez-vous dire « --force » ?"],
  [["--xyzzyxyzzy"], "« vigie essai » n'a pas d'option « --xyzzyxyzzy ».", "« vigie essai --aide » donne les options."],
  [["-z"], "« vigie essai » n'a pas d'option « -z ».", "vigie essai --aide"],
  [["--annee"], "--annee attend une valeur : --annee AAAA-AAAA.", "vigie essai --aide"],
  [["--annee", "-1"], "--annee attend une valeur : --annee AAAA-AAAA.", "vigie essai --aide"],
  [["--force=oui"], "--force ne prend pas de valeur.", "vigie essai --aide"]
] as const)("%j is told in French, with what to write", (given, message, mend) => {
  const options = {annee: {type: "string", value: "AAAA-AAAA", help: ""}, force: {type: "boolean", help: ""}} as const;
  expect(() => parseCommand({...command(), options}, given)).toThrow(expect.objectContaining({message, mend: expect.stringContaining(mend) as string, exitCode: 2}));
});

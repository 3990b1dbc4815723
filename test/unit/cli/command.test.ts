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

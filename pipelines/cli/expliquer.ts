import type {Command} from "./command.ts";
export const command: Command = {name: "expliquer", summary: "Dit d'où vient un chiffre.", async run() { return 0; }};

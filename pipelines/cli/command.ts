import {parseArgs} from "node:util";
import {EXIT, VigieError} from "../lib/errors.ts";
import {nearest} from "../lib/text.ts";
import {openWorkspace, type Workspace} from "../lib/workspace.ts";

interface Option {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  /** Name of the value in the help, such as DIR. */
  readonly value?: string;
  readonly help: string;
}

export interface Command {
  readonly name: string;
  /** One sentence, for the list of commands. */
  readonly summary: string;
  /** What follows the command's name, such as `FICHIER…`. */
  readonly usage?: string;
  readonly options?: Readonly<Record<string, Option>>;
  /** Returns the exit code. */
  run(context: Context): Promise<number>;
}

export interface Context {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | string[] | undefined>>;
  readonly isJson: boolean;
  /** Folder named by --espace. */
  readonly dir: string;
  workspace(): Workspace;
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
  /** A line for the reader; silent with --json. */
  readonly say: (line?: string) => void;
  /** A machine's answer, printed with --json only. */
  readonly answer: (value: unknown) => void;
  readonly progress: Progress;
}

/** One line on the terminal that says where a long job stands; silent when the output is no terminal. */
interface Progress {
  update(text: string): void;
  clear(): void;
}

const common: Record<string, Option> = {
  espace: {type: "string", value: "DIR", help: "dossier de l'espace (par défaut : espace)"},
  json: {type: "boolean", help: "réponse pour une machine"},
  aide: {type: "boolean", help: "cette aide"}
};

export function parseCommand(command: Command, argv: readonly string[]): Context | "help" {
  const known = {...common, ...command.options};
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(Object.entries(known).map(([name, option]) => [name, {type: option.type, ...(option.multiple ? {multiple: true} : {})}])),
        help: {type: "boolean", short: "h"}
      }
    });
  } catch (error) {
    throw wrongOption(command.name, known, error as NodeJS.ErrnoException);
  }
  const values = parsed.values as Record<string, string | boolean | string[] | undefined>;
  if (values["help"] || values["aide"]) return "help";
  const extra = parsed.positionals[mostArguments(command.usage)];
  if (extra !== undefined) throw new VigieError(`« vigie ${command.name} » n'attend pas « ${extra} ».`, {exitCode: EXIT.usage, mend: `« vigie ${command.name} --aide » dit ce qu'elle attend.`});
  const isJson = values["json"] === true;
  const dir = typeof values["espace"] === "string" ? values["espace"] : "espace";
  const progress = terminalProgress(isJson);
  return {
    args: parsed.positionals,
    options: values,
    isJson,
    dir,
    progress,
    workspace: () => openWorkspace(dir),
    text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
    flag: (name) => values[name] === true,
    say(line = "") {
      if (isJson) return;
      progress.clear();
      process.stdout.write(`${line}\n`);
    },
    answer(value) {
      if (isJson) process.stdout.write(`${JSON.stringify(value)}\n`);
    }
  };
}

function wrongOption(command: string, known: Readonly<Record<string, Option>>, {code, message}: NodeJS.ErrnoException): VigieError {
  const name = /'(?:-\w, )?(-[^' ]*)/.exec(message)?.[1] ?? "";
  const option = known[name.replace(/^-+/, "")];
  const help = `« vigie ${command} --aide » donne les options.`;
  if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION" && option !== undefined) {
    return new VigieError(option.type === "boolean" ? `${name} ne prend pas de valeur.` : `${name} attend une valeur${option.value ? ` : ${name} ${option.value}` : ""}.`, {exitCode: EXIT.usage, mend: help});
  }
  const meant = nearest(name.replace(/^-+/, ""), Object.keys(known));
  return new VigieError(`« vigie ${command} » n'a pas d'option « ${name} ».`, {exitCode: EXIT.usage, mend: meant === undefined ? help : `Vouliez-vous dire « --${meant} » ? ${help}`});
}

/** A word too many is a mistake to name, never to swallow: the user believes that it counted. */
function mostArguments(usage: string | undefined): number {
  if (usage === undefined) return 0;
  if (usage.includes("…")) return Infinity;
  return usage.includes(" | ") ? 1 : usage.split(" ").length;
}

function terminalProgress(isSilent: boolean): Progress {
  const stream = process.stderr;
  if (isSilent || !stream.isTTY) return {update: () => undefined, clear: () => undefined};
  let last = 0;
  let isShown = false;
  return {
    update(text) {
      const now = performance.now();
      if (now - last < 80) return;
      last = now;
      isShown = true;
      stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
    },
    clear() {
      if (isShown) stream.write("\r\u001b[2K");
      isShown = false;
    }
  };
}

export function helpOf(command: Command): string {
  const options = Object.entries({...command.options, ...common});
  const label = ([name, option]: [string, Option]): string => `--${name}${option.value ? ` ${option.value}` : ""}`;
  const width = Math.max(...options.map((option) => label(option).length));
  return [
    `vigie ${command.name}${command.usage ? ` ${command.usage}` : ""}`,
    "",
    `  ${command.summary}`,
    "",
    ...options.map((option) => `  ${label(option).padEnd(width)}  ${option[1].help}`)
  ].join("\n");
}

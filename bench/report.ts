import type {Cost} from "./measure.ts";

export interface Step extends Cost {
  readonly name: string;
  readonly command: string;
  /** Bytes of what the step wrote. */
  readonly bytes: number;
}

export interface Scale {
  readonly name: string;
  readonly schools: number;
  readonly pupils: number;
  readonly teachers: number;
  readonly files: number;
  readonly rows: number;
  readonly cells: number;
  /** Day of the run, and what else the machine was doing. */
  readonly measured: string;
  readonly steps: readonly Step[];
}

interface Ratio {
  readonly title: string;
  readonly command: string;
  readonly output: string;
}

export interface Results {
  readonly machine: string;
  readonly scales: readonly Scale[];
  readonly ratios: readonly Ratio[];
  /** What a reader must know of these figures, written by hand. */
  readonly notes?: readonly string[];
}

const count = (value: number): string => value.toLocaleString("en-GB");
const seconds = (value: number): string => (value < 10 ? value.toFixed(2) : count(Math.round(value)));
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => [row(header), row(header.map(() => "---")), ...rows.map(row), ""];

/** `bench/RESULTS.md`: every figure with the command that gives it again. */
export function report({machine, scales, ratios, notes = []}: Results): string {
  return [
    "# Results of the bench",
    "",
    `Written by \`npm run bench\`; each scale is measured again by \`npm run bench -- --echelles NAME\`. ${machine}`,
    "",
    "Seconds of the clock depend on what else the machine does; seconds of processor hardly do, and the exponents are taken on them.",
    "",
    "## Scales",
    "",
    ...table(
      ["scale", "schools", "pupils", "teachers", "raw files", "raw rows", "published cells", "measured"],
      scales.map(({name, schools, pupils, teachers, files, rows, cells, measured}) => [name, ...[schools, pupils, teachers, files, rows].map(count), cells === 0 ? "–" : count(cells), measured])
    ),
    "## Stages",
    "",
    "The exponent compares a scale with the one above it: cost ∝ rows^exponent, so that 1 is linear.",
    "",
    ...scales.flatMap((scale, index) => stagesOf(scale, scales[index - 1])),
    ...(notes.length === 0 ? [] : ["## Notes", "", ...notes.map((note) => `- ${note}`), ""]),
    ...(ratios.length === 0 ? [] : ["## Beside what a user would otherwise do", ""]),
    ...ratios.flatMap(({title, command, output}) => [`### ${title}`, "", `\`${command}\``, "", "```", output.trim(), "```", ""])
  ].join("\n");
}

function stagesOf(scale: Scale, smaller: Scale | undefined): string[] {
  const rows = scale.steps.map((step) => {
    const before = smaller?.steps.find(({name}) => name === step.name);
    const exponent = smaller && before && before.cpu > 1 ? exponentOf(step.cpu / before.cpu, scale.rows / smaller.rows) : "";
    return [step.name, seconds(step.seconds), seconds(step.cpu), count(Math.round(step.megabytes)), step.bytes === 0 ? "" : `${count(Math.ceil(step.bytes / 1e6))} MB`, exponent, `\`${step.command}\``];
  });
  return [`### ${scale.name}`, "", ...table(["stage", "seconds", "seconds of processor", "peak memory, MB", "written", "exponent", "command"], rows)];
}

const exponentOf = (cost: number, size: number): string => (Math.log(cost) / Math.log(size)).toFixed(2);

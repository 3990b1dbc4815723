import {parse} from "yaml";

/** A setting of `config.yml` that changed: its place in the file, and what it says on both sides. */
interface ChangedSetting {
  readonly cle: string;
  readonly avant: string;
  readonly apres: string;
}

/** What differs between two configurations; comments, order and spaces are nothing. */
export function changedSettings(before: string, after: string): ChangedSetting[] {
  const [was, is] = [settings(before), settings(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort()
    .map((cle) => ({cle, avant: was.get(cle) ?? "absent", apres: is.get(cle) ?? "absent"}))
    .filter(({avant, apres}) => avant !== apres);
}

/** Each value by its place: `seuils.personnes`. */
function settings(text: string): Map<string, string> {
  const result = new Map<string, string>();
  const walk = (value: unknown, place: string): void => {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) for (const [key, inner] of Object.entries(value)) walk(inner, place === "" ? key : `${place}.${key}`);
    else result.set(place, JSON.stringify(value ?? null).replaceAll('"', ""));
  };
  walk(readYaml(text), "");
  return result;
}

/** Declared corrections of a source that came, left or changed in a file. */
interface ChangedCorrections {
  /** Null when the file does not say it. */
  readonly source: string | null;
  readonly phrase: string;
  /** Without the reason nor the name of the file: free words of people. */
  readonly publique: string;
}

/** What differs between the corrections of two sides, with their columns and reasons; never a school nor its value, which are not published. */
export function changedCorrections(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): ChangedCorrections[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => /\.ya?ml$/i.test(name)).sort();
  return names.flatMap((name) => {
    const [was, is] = [entries(before[name]), entries(after[name])];
    const come = [...is].filter(([key]) => !was.has(key)).map(([, entry]) => entry);
    const gone = [...was].filter(([key]) => !is.has(key)).map(([, entry]) => entry);
    return [...new Set([...come, ...gone].map(({source}) => source))].map((source) => {
      const [new_, old] = [come, gone].map((list) => list.filter((one) => one.source === source)) as [Entry[], Entry[]];
      const verb = old.length === 0 ? "Correction déclarée" : new_.length === 0 ? "Correction retirée" : "Correction modifiée";
      const columns = [...new Set([...new_, ...old].flatMap(({colonne}) => colonne ?? []))];
      const reasons = [...new Set((new_.length > 0 ? new_ : old).flatMap(({raison}) => raison ?? []))].slice(0, 3);
      const what = columns.length > 0 ? ` : ${columns.slice(0, 4).join(", ")} (${source ?? "source non dite"})` : "";
      return {source, publique: `${verb}${what}.`, phrase: `${verb}${what}, corrections/${name}${reasons.length > 0 ? ` : ${reasons.join(" ; ").replace(/\.$/, "")}` : ""}.`};
    });
  });
}

interface Entry {
  readonly source: string | null;
  readonly colonne: string | null;
  readonly raison: string | null;
}

function entries(text: string | undefined): Map<string, Entry> {
  const parsed = readYaml(text ?? "");
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : parsed === null ? [] : [parsed];
  const word = (entry: unknown, name: string): string | null => {
    const value = entry !== null && typeof entry === "object" ? (entry as Record<string, unknown>)[name] : undefined;
    return typeof value === "string" && value !== "" ? value : null;
  };
  return new Map(list.map((entry) => [JSON.stringify(entry), {source: word(entry, "source"), colonne: word(entry, "colonne"), raison: word(entry, "raison")}]));
}

/** A file that is no YAML is compared as it stands. */
function readYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
}

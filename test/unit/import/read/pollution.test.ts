import {describe, expect, test} from "vitest";
import {readDelimited} from "../../../../pipelines/import/read/records.ts";
import {type Polluted, pollutions, score} from "./polluter.ts";
import {deliveries, survey} from "./tables.ts";

/**
 * What must hold whatever the pollution, and then how much of the clean table comes back: the least F1 of records, by family.
 * `style_dur` holds files that say two things at once (texts cut by their own delimiter): there only silence is a failure.
 */
const LEAST: Record<string, number> = {style_dur: 0, separateur_manquant: 0.97, separateur_en_trop: 0.97, autre_separateur: 0.97, autre_separateur_dur: 0.97};

function read(polluted: Polluted): {header: string[]; rows: string[][]; said: Set<number>; anomalies: number} {
  const file = readDelimited(polluted.bytes);
  const records = [file.records, ...(file.tables ?? []).map((table) => table.records)].flat();
  return {
    header: file.header,
    rows: records.map(({cells}) => cells),
    said: new Set(records.flatMap((record, index) => (record.anomaly === undefined ? [] : [index]))),
    anomalies: file.anomalies.length
  };
}

describe.each([["deliveries", deliveries(24)], ["survey", survey(24)]])("the %s table, polluted in every way", (_, table) => {
  const families = new Map<string, Polluted[]>();
  for (const polluted of pollutions(table, {everyRow: false})) families.set(polluted.family, [...(families.get(polluted.family) ?? []), polluted]);

  test.each([...families.keys()])("%s: every row is read to its value or says it was not", (family) => {
    for (const polluted of families.get(family) ?? []) {
      const {rows, said, anomalies} = read(polluted);
      const {expected} = polluted;
      if (rows.length !== expected.rows.length) {
        expect(anomalies, `${polluted.name}: rows lost or added in silence`).toBeGreaterThan(0);
        continue;
      }
      const silent = expected.rows.flatMap((row, index) => (JSON.stringify(row) === JSON.stringify(rows[index]) || said.has(index) ? [] : [index]));
      expect(silent, `${polluted.name}: rows changed in silence`).toEqual([]);
    }
  });

  test.each([...families.keys()])("%s: the clean table comes back", (family) => {
    for (const polluted of families.get(family) ?? []) {
      const {header, rows} = read(polluted);
      const found = score(polluted.expected, {header, rows});
      expect(found.records, `${polluted.name}: records`).toBeGreaterThanOrEqual(LEAST[family] ?? 1);
      if (LEAST[family] === undefined) expect(found.cells, `${polluted.name}: cells`).toBe(1);
      if (!family.startsWith("entete_manquant") && family !== "style_dur") expect(found.header, `${polluted.name}: header`).toBe(1);
    }
  });
});

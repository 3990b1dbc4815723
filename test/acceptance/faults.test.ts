import {spawnSync} from "node:child_process";
import {readdirSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterEach, describe, expect, test} from "vitest";
import {uaiLetter} from "../../pipelines/lib/text.ts";
import {newWorkspace, ROOT, VIGIE, type TestWorkspace} from "./vigie.ts";

function writeRows(file: string, rows: number, year = "2024-2025"): void {
  const lines = Array.from({length: rows}, (_, row) => {
    const digits = `013${String(row % 9999).padStart(4, "0")}`;
    return `${year};${digits}${uaiLetter(digits)};${row % 900};${row % 30}`;
  });
  writeFileSync(file, `annee_scolaire;uai;eleves;classes\n${lines.join("\n")}\n`);
}

/** A mount of one's own, as an ordinary user of Linux may have. */
const canMount = process.platform === "linux" && spawnSync("unshare", ["-rm", "true"]).status === 0;

describe("when the machine fails", () => {
  const spaces: TestWorkspace[] = [];
  const open = (): TestWorkspace => {
    const space = newWorkspace();
    spaces.push(space);
    return space;
  };
  afterEach(() => {
    for (const space of spaces.splice(0)) space.remove();
  });

  // A limit on the size of files stands for a full disk: `ulimit` is the shell's.
  test.skipIf(process.platform === "win32")("a full disk adds nothing, loses nothing, and the next run works", () => {
    const space = open();
    const file = path.join(space.dir, "effectifs.csv");
    writeRows(file, 60_000);
    space.import();
    const before = readdirSync(path.join(space.dir, "lac"));
    const {status, stderr} = spawnSync("bash", ["-c", 'ulimit -f 40; exec "$0" "$1" importer "$2" --espace "$3"', process.execPath, VIGIE, file, space.dir], {encoding: "utf8", cwd: ROOT});
    expect(status).toBe(1);
    expect(stderr).toContain("Le disque est plein");
    expect(stderr).not.toMatch(/at .*\(.*:\d+/);
    expect(readdirSync(path.join(space.dir, "lac"))).toEqual(before);
    expect(readdirSync(path.join(space.dir, ".tmp"))).toEqual([]);
    const [after] = space.import(file);
    expect(after).toMatchObject({lus: 60_000, statut: "importe"});
  });

  test.skipIf(!canMount)("a read-only workspace can be looked at, takes nothing in and says so", () => {
    const space = open();
    const file = path.join(path.dirname(space.dir), "effectifs.csv");
    writeRows(file, 10);
    space.import(file);
    utimesSync(file, new Date("2025-01-01"), new Date("2025-01-01"));
    writeRows(file, 11);
    const readOnly = (...args: string[]): {status: number | null; stdout: string; stderr: string} =>
      spawnSync("unshare", ["-rm", "bash", "-c", 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"', space.dir, process.execPath, VIGIE, ...args, "--espace", space.dir], {encoding: "utf8", cwd: ROOT});
    const refused = readOnly("importer", file);
    expect(refused).toMatchObject({status: 1, stdout: ""});
    expect(refused.stderr).toContain("Le disque est en lecture seule");
    expect(refused.stderr).not.toMatch(/at .*\(.*:\d+/);
    expect(readOnly("etat")).toMatchObject({status: 0, stderr: ""});
    expect(space.import(file)).toMatchObject([{lus: 11, statut: "importe"}]);
  });

  test("a place that cannot be written says so", () => {
    const space = open();
    const file = path.join(space.dir, "effectifs.csv");
    writeRows(file, 10);
    // A file where a folder should be refuses every writer, administrators too.
    rmSync(path.join(space.dir, ".tmp"), {recursive: true, force: true});
    writeFileSync(path.join(space.dir, ".tmp"), "");
    const answer = space.run("importer", file);
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(/→/);
    expect(answer.err).not.toMatch(/at .*\(.*:\d+/);
  });

  test("a clock that goes back changes nothing: a correction wins by the date of its file, whatever the order of imports", () => {
    const [first, second] = [open(), open()];
    const old = path.join(first.dir, "ancien.csv");
    const corrected = path.join(first.dir, "corrige.csv");
    writeRows(old, 1);
    writeFileSync(corrected, "annee_scolaire;uai;eleves;classes\n2024-2025;0130000E;777;9\n");
    utimesSync(old, new Date("2024-10-01"), new Date("2024-10-01"));
    utimesSync(corrected, new Date("2024-11-01"), new Date("2024-11-01"));
    const query = "SELECT eleves FROM stg_etablissements__effectifs WHERE uai = '0130000E'";
    for (const [space, order] of [[first, [old, corrected]], [second, [corrected, old]]] as const) {
      for (const file of order) space.import(file);
      expect(space.run("construire").code).toBe(0);
      expect(space.query(query)).toEqual([{eleves: 777}]);
    }
  });
});

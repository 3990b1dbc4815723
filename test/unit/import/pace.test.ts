import {describe, expect, test} from "vitest";
import {Pacer, sayPace, type Pace} from "../../../pipelines/import/pace.ts";

describe("where a long import stands", () => {
  test("its share, its rate and what remains, once they mean something", () => {
    expect(sayPace({done: 0, total: 100e6, elapsed: 0})).toBe("0 %");
    expect(sayPace({done: 10e6, total: 100e6, elapsed: 400})).toBe("10 %");
    expect(sayPace({done: 25e6, total: 100e6, elapsed: 2000})).toBe("25 %, 13 Mo/s, encore 6 s");
    expect(sayPace({done: 1e6, total: 100e6, elapsed: 2000})).toBe("1 %, 500 ko/s, encore 3 min 18 s");
    expect(sayPace({done: 100e6, total: 100e6, elapsed: 2000})).toBe("100 %, 50 Mo/s, encore 1 s");
  });

  test("files are weighed by their bytes, and those that need no reading count for nothing", () => {
    const told: Pace[] = [];
    const pacer = new Pacer(1000, (pace) => told.push(pace));
    pacer.skip(200);
    const first = pacer.follow(600, () => -1);
    first.onBytes(600);
    first.end();
    pacer.follow(200, () => 50).end();
    expect(told.map(({done, total}) => [Math.round(done), total])).toEqual([[0, 800], [715, 800]]);
  });
});

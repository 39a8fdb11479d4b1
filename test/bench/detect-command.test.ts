import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-detect-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function bench(command: string, ...args: string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  execFile(process.execPath, [`bench/${command}.ts`, ...args], { cwd: ROOT }, (error, out, err) => {
    resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
  });
  return promise;
}

function json(out: string) {
  return JSON.parse(out) as {
    readonly data: string;
    readonly left: { readonly unnamed: number };
    readonly scanners: readonly {
      readonly id: string;
      readonly slices: Record<string, readonly { readonly counts: unknown; readonly unsupported: number }[]>;
    }[];
  };
}

const LABELLED = "fixtures/bench/labelled.jsonl";

test("detect-labelled judges every engine and all together, and writes the errors", async () => {
  const errors = join(folder, "errors.json");

  const { code, out } = await bench(
    "detect-labelled",
    "--data",
    LABELLED,
    "--engine",
    "assay",
    "--engine",
    "eslint",
    "--format",
    "json",
    "--errors",
    errors,
  );

  expect(code).toBe(0);
  const { scanners } = json(out);
  expect(scanners.map(({ id }) => id)).toEqual(["assay", "eslint", "assay + eslint"]);
  expect(scanners[0]?.slices.all?.[0]).toMatchObject({
    cases: 4,
    unsupported: 1,
    counts: { tp: 2, fp: 0, tn: 2, fn: 0, partial: 0, failed: 0 },
  });
  expect(scanners[1]?.slices.all?.[0]).toMatchObject({ cases: 2, unsupported: 3 });
  const written: unknown = JSON.parse(await readFile(errors, "utf8"));
  expect(written).toMatchObject({ assay: { falsePositives: [], falseNegatives: [] } });
});

test("rows can be chosen by language and by field; the same seed gives the same output", async () => {
  const run = () =>
    bench(
      "detect-labelled",
      "--data",
      LABELLED,
      "--engine",
      "assay",
      "--language",
      "js",
      "--where",
      "model=one",
      "--by",
      "model",
    );

  const [first, second] = [await run(), await run()];

  expect(first.out).toContain("| one | assay | 1 | 1 | 1 | 0 | 0 | 0 |");
  const steady = (out: string): string => out.replace(/\d+\.\d \|$/gmu, "");
  expect(steady(first.out)).toBe(steady(second.out));
});

test("under --match-cwe rows that name no weakness are left out and said to be", async () => {
  const { out } = await bench("detect-labelled", "--data", LABELLED, "--engine", "assay", "--match-cwe", "--format", "json");

  expect(json(out).left.unnamed).toBe(1);
  expect(json(out).scanners[0]?.slices.all?.[0]).toMatchObject({ unsupported: 0, counts: { tp: 2, tn: 2 } });
});

test("detect-pairs tells a repair from its original", async () => {
  const { code, out } = await bench(
    "detect-pairs",
    "--data",
    "fixtures/bench/pairs.jsonl",
    "--engine",
    "assay",
    "--format",
    "json",
    "--by",
    "src",
  );

  expect(code).toBe(0);
  expect(json(out).scanners[0]?.slices.src).toMatchObject([
    { name: "one", counts: { pairs: 1, told: 1, after: 0 } },
    { name: "two", counts: { pairs: 1, told: 0, before: 0, after: 0 } },
  ]);
});

test("detect-lines finds the line and leaves its neighbours alone", async () => {
  const { code, out } = await bench(
    "detect-lines",
    "--data",
    "fixtures/bench/lines.jsonl",
    "--engine",
    "assay",
    "--format",
    "json",
  );

  expect(code).toBe(0);
  expect(json(out).scanners[0]?.slices.all).toMatchObject([
    { counts: { files: 2, alerts: 1, hits: 1, false: 0, others: 3, right: 2, safe: 1 } },
  ]);
});

test("what cannot be used is refused with exit code 2 and a reason", async () => {
  const broken = join(folder, "broken.jsonl");
  await writeFile(broken, '{"vulnerable": "yes", "code": ""}\n');

  const ended = await Promise.all([
    bench("detect-labelled"),
    bench("detect-labelled", "--data", LABELLED, "--severity", "awful"),
    bench("detect-labelled", "--data", join(folder, "none.jsonl")),
    bench("detect-labelled", "--data", broken),
    bench("detect-pairs", "--data", LABELLED),
    bench("detect-labelled", "--data", LABELLED, "--engine", "nobody"),
    bench("detect-labelled", "--data", LABELLED, "--where", "id=nobody"),
  ]);

  expect(ended.map(({ code, out }) => [code, out])).toEqual(ended.map(() => [2, ""]));
  expect(ended.map(({ err }) => err.split("\n", 1)[0])).toEqual([
    expect.stringContaining("--data"),
    expect.stringContaining("--severity"),
    expect.stringContaining("none.jsonl"),
    expect.stringContaining("row 1"),
    expect.stringContaining("no pair"),
    expect.stringContaining("nobody"),
    "no row is left to scan",
  ]);
});

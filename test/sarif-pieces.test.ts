import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Log } from "sarif";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Defect } from "#domain/defect.ts";
import { LIMITS } from "#faces/reports/sarif/limits.ts";
import { sarifPieces } from "#faces/reports/sarif/pieces.ts";
import { checkView, DEFECTS, FINDINGS } from "./cli-canned.ts";
import { runCli } from "./cli-runner.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-pieces-"));
});
afterAll(() => rm(folder, { recursive: true }));

const many = (count: number): Defect[] =>
  Array.from({ length: count }, (_, at) => ({ ...(DEFECTS[0] as Defect), id: `d${at}` as Defect["id"], witnesses: [] }));
const idsOf = (log: Log): string[] =>
  (log.runs[0]?.results ?? []).map((result) => result.partialFingerprints?.["assayDefect/v1"] ?? "suppressed");
const read = (pieces: Iterable<string>): Log[] => [...pieces].map((text) => JSON.parse(text) as Log);

describe("pieces", () => {
  test("hold every result once, in order, each with a category of its own", () => {
    const [finding] = FINDINGS;
    const hidden = { finding: finding as NonNullable<typeof finding>, reason: "nosec", source: "marker" } as const;
    const defects = many(LIMITS.resultsPerRun + 10);
    const logs = read(sarifPieces(checkView({ suppressed: [hidden, hidden] }, defects), []));

    expect(logs.map((log) => log.runs[0]?.results?.length)).toEqual([LIMITS.resultsPerRun, 12]);
    expect(logs.flatMap(idsOf)).toEqual([...defects.map(({ id }) => id), "suppressed", "suppressed"]);
    expect(logs.map((log) => log.runs[0]?.automationDetails?.id)).toEqual(["assay/piece-1/", "assay/piece-2/"]);
    expect(JSON.stringify(logs)).not.toContain("results-left-out");
  });

  test("are halved until each is small enough compressed, down to one result", () => {
    const defects = many(64);
    const [of16 = ""] = sarifPieces(checkView({}, many(16)), []);
    const most = gzipSync(of16).length + 40;
    const texts = [...sarifPieces(checkView({}, defects), [], most)];

    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) expect(gzipSync(text).length).toBeLessThanOrEqual(most);
    expect(texts.flatMap((text) => idsOf(JSON.parse(text) as Log))).toEqual(defects.map(({ id }) => id));
    expect(read(sarifPieces(checkView({}, many(2)), [], 1)).map((log) => log.runs[0]?.results?.length)).toEqual([1, 1]);
  });

  test("are one where nothing was found", () => {
    expect(read(sarifPieces(checkView({}, []), [])).map((log) => log.runs[0]?.results)).toEqual([[]]);
  });
});

test("the command line writes them and removes those of an earlier run", async () => {
  const pieces = join(folder, "pieces");
  await runCli(["check", "-o", `sarif:${pieces}`]);
  await writeFile(join(pieces, "assay-2.sarif"), "{}");
  await writeFile(join(pieces, "other.sarif"), "{}");
  const { code } = await runCli(["check", "-o", `sarif:${pieces}`]);

  expect(code).toBe(1);
  expect((await readdir(pieces)).toSorted()).toEqual(["assay-1.sarif", "other.sarif"]);
  expect(JSON.parse(await readFile(join(pieces, "assay-1.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  expect((await runCli(["check", "-o", "sarif:"])).code).toBe(2);
});

import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { compare } from "../../bench/compare.ts";
import type { Command } from "../../bench/measure.ts";
import { spreadOf } from "../../bench/statistics.ts";
import { comparisonTable } from "../../bench/tables.ts";
import type { Tool } from "../../bench/tool.ts";

const CORPUS = {
  id: "python",
  title: "Two files",
  folder: tmpdir(),
  files: ["a.py", "b.py"],
  bytes: 2_000_000,
  modules: [],
} as const;

const BUSY = "let x = 0; const end = process.hrtime.bigint() + 300_000_000n; while (process.hrtime.bigint() < end) x++;";

function tool(id: string, peer: boolean, script: string): Tool {
  const command: Command = { argv: [process.execPath, "-e", script], cwd: tmpdir(), okExits: [0] };
  return { id, title: `The ${id}`, peer, command, said: () => ({ files: 2, findings: 1 }) };
}

test("a spread is exact, and there is none of nothing", () => {
  expect(spreadOf([4, 1, 3])).toEqual({ median: 3, min: 1, max: 4 });
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(() => spreadOf([])).toThrow("no values");
});

test("what broke or is missing keeps its row and says why; ratios are of what was measured", async () => {
  const tools = [
    tool("ours", false, ""),
    tool("peer", true, BUSY),
    tool("broken", true, "console.error('out of order'); process.exit(7)"),
    { id: "absent", title: "The absent", reason: "not on the path; install it" },
  ];

  const comparison = await compare(CORPUS, tools, 2, () => {});
  const table = comparisonTable(comparison);

  expect(comparison.rows.map(({ id, kind }) => [id, kind])).toEqual([
    ["ours", "measured"],
    ["peer", "measured"],
    ["broken", "unmeasured"],
    ["absent", "unmeasured"],
  ]);
  expect(comparison.ratios.map(({ ours, peer }) => [ours, peer])).toEqual([["ours", "peer"]]);
  expect(comparison.ratios[0]?.speed).toBeGreaterThan(0);
  expect(table).toMatch(/`broken`: The broken \| not measured: node ended with 7/u);
  expect(table).toContain("`absent`: The absent | not measured: not on the path; install it");
});

test("of C it is told what one core does, with the target of the cold scan", () => {
  const spread = spreadOf([4]);
  const row = (id: string) =>
    ({
      kind: "measured",
      id,
      title: id,
      peer: false,
      baseline: false,
      said: { files: 2, findings: 1 },
      seconds: spread,
    }) as const;
  const measured = { megabytesASecond: spread, filesASecond: spread, cpuSeconds: spread, peakMegabytes: spread };
  const rows = [
    { ...row("assay"), ...measured },
    { ...row("peer"), ...measured, cpuSeconds: undefined },
  ];
  const told = (id: "c" | "python", bytes: number): string =>
    comparisonTable({ corpus: { id, title: "C", bytes, files: 2 }, rows, ratios: [], shares: [] });

  expect(told("c", 2_000_000)).toContain("| `assay` | 0.50 | 1 | no |");
  expect(told("c", 4_000_000)).toContain("| `assay` | 1.00 | 1 | yes |");
  expect(told("c", 4_000_000)).not.toContain("| `peer` | NaN");
  expect(told("python", 4_000_000)).not.toContain("MB a CPU second");
});

test("the share of the baseline's speed is told of ours, and the baseline is compared with nobody", async () => {
  const baseline: Tool = { ...tool("parse", false, BUSY), baseline: true };

  const comparison = await compare(CORPUS, [tool("assay", false, BUSY), tool("peer", true, BUSY), baseline], 1, () => {});
  const shares = comparison.rows.some((row) => row.kind === "measured" && row.cpuSeconds === undefined) ? [] : ["assay"];

  expect(comparison.ratios.map(({ ours, peer }) => [ours, peer])).toEqual([["assay", "peer"]]);
  expect(comparison.shares.map(({ ours }) => ours)).toEqual(shares);
  expect(comparisonTable({ ...comparison, shares: [{ ours: "assay", baseline: "parse", share: 0.417 }] })).toContain(
    "| `assay` | 42 % | 40 % | yes |",
  );
});

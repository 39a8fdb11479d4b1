import { describe, expect, test } from "vitest";
import { Config } from "#app/config.ts";
import { DEFECTS } from "./cli-canned.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";
import { gateOutcome, REASONS } from "./cli-gate-canned.ts";

const gate = (reasons = REASONS) => fakeAssay({ gate: async () => gateOutcome(reasons) });

describe("gate", () => {
  test("asks for the change, judged from the same change", async () => {
    const assay = fakeAssay();
    const ran = await runCli(["gate", "--base", "main", "--head", "topic", "--author", "agent"], { assay });
    const range = { base: "main", head: { revision: "topic" } };

    expect(assay.asked).toEqual([{ ...range, author: "agent" }, "closed"]);
    expect(ran.opened).toMatchObject([{ judgedFrom: range }]);
  });

  test.each([
    [[], "worktree"],
    [["--head", "worktree"], "worktree"],
    [["--staged"], "staged"],
  ] as const)("%j means %s", async (argv, head) => {
    const assay = fakeAssay();
    await runCli(["gate", ...argv], { assay });

    expect(assay.asked[0]).toEqual({ head });
  });

  test.each([
    ["refused", REASONS, 1],
    ["incomplete", REASONS.slice(1), 3],
    ["waiting", REASONS.slice(2), 4],
    ["passed", [], 0],
  ] as const)("%s", async (_, reasons, code) => {
    expect((await runCli(["gate"], { assay: gate(reasons) })).code).toBe(code);
  });

  test.each([[["--head", "x", "--staged"]], [["--exit-zero"]], [["--unsafe-no-sandbox"]], [["src"]]])(
    "refuses %j",
    async (argv) => {
      expect(await runCli(["gate", ...argv])).toMatchObject({ code: 2, stdout: "", opened: [] });
    },
  );

  test("tells the verdict, what it is about, and which line decided, on one page", async () => {
    const { stdout } = await runCli(["gate", "--base", "main"], { assay: gate(), columns: 80 });

    expect(stdout).toBe(`Gate: refused
  main 0123456789 → the work tree: 2 files, 24 lines
  tier 3: src/auth.py is about who may do what
  rating D · 7 files analysed, 3 of them import the change · assay

  ✗ app/db.py:6
    new high defect: SQL text is built from input (python/sql-string)
    failOn, assay.yaml:3:9
  ? web/big.js
    not analysed: larger than maxFileBytes
    not-covered
  ● a change of tier 3 waits for 1 person: src/auth.py is about who may do what
    policy.reviewers.3, default

  note: 1 changed file is excluded by the settings: vendor/x.js

decision ${gateOutcome().record.id.slice(7, 19)}
`);
  });

  test("many reasons are counted; all are there with --verbose and in JSON", async () => {
    const many = Array.from({ length: 15 }, (_, line) => ({ ...(REASONS[0] as (typeof REASONS)[number]), line: line + 1 }));
    const text = await runCli(["gate"], { assay: gate(many) });
    const verbose = await runCli(["gate", "-v"], { assay: gate(many) });
    const json = JSON.parse((await runCli(["gate", "-f", "json"], { assay: gate(many) })).stdout) as {
      gate: { verdict: { reasons: unknown[] }; newDefects: string[] };
    };

    expect(text.stdout).toContain("and 3 more reasons");
    expect(verbose.stdout.match(/failOn, assay/gu)).toHaveLength(15);
    expect(json.gate.verdict.reasons).toHaveLength(15);
    expect(json.gate.newDefects).toHaveLength(1);
  });

  test("SARIF and Markdown hold what the change brings", async () => {
    const { stdout } = await runCli(["gate", "-f", "sarif"], { assay: gate() });
    const log = JSON.parse(stdout) as { runs: { results: { kind: string; suppressions?: unknown }[] }[] };

    expect(log.runs[0]?.results.filter(({ suppressions }) => suppressions === undefined)).toHaveLength(1);
  });
});

test("a card tells the worst and likeliest within the noise budget, and why the others are held back", async () => {
  const [first] = DEFECTS;
  if (first === undefined) throw new Error("a defect is canned");
  const defects = Array.from({ length: 5 }, (_, at) => ({
    ...first,
    id: `d${at}` as typeof first.id,
    title: `Weakness ${at}`,
    probability: at === 4 ? 0.1 : 0.5 + at / 10,
  }));
  const outcome = { ...gateOutcome(), defects, isNew: () => true };
  const config = Config.parse({ noise: { maxComments: 2 } });
  const assay = fakeAssay({ gate: async () => outcome, config });
  const { stdout } = await runCli(["gate", "--base", "main", "-f", "markdown"], { assay });
  const json = JSON.parse((await runCli(["gate", "--base", "main", "-f", "json"], { assay })).stdout) as {
    gate: { held: unknown; newDefects: unknown[] };
  };

  expect([...stdout.matchAll(/Weakness \d/gu)].map(([title]) => title)).toEqual(["Weakness 3", "Weakness 2"]);
  expect(stdout).toContain(
    "*Held back: 2 more than the 2 that are told (noise.maxComments); 1 less likely than 0.3 (minProbability). They count for the verdict; JSON and SARIF hold them.*",
  );
  expect(json.gate.held).toEqual({ unlikely: 1, overLimit: 2 });
  expect(json.gate.newDefects).toHaveLength(5);
});

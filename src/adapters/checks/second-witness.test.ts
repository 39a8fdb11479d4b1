import { expect, it } from "vitest";
import type { Finding } from "#domain/finding.ts";
import { FindingId } from "#domain/ids.ts";
import type { ScanReport } from "#domain/report.ts";
import type { CheckAnswer } from "#ports/check.ts";
import { checkContext, checkContract } from "#testing/check-contract.ts";
import secondWitness from "./second-witness.ts";

const signal = new AbortController().signal;
const BEFORE = "import os\nos.system(name)\nprint(1)\n";
const AFTER = "import os\nsubprocess.run([name])\nprint(1)\n";

type Seen = readonly [engine: string, line: number, cwe?: string, severity?: Finding["severity"]];

function report(seen: readonly Seen[], engines: readonly string[]): ScanReport {
  const findings = seen.map(
    ([engine, line, cwe = "CWE-78", severity = "high"]): Finding => ({
      id: FindingId.parse(`${engine} ${line}`),
      engine,
      rule: "r",
      cwe: [cwe],
      severity,
      confidence: 1,
      location: { path: "a.py", startLine: line, startColumn: 1, endLine: line, endColumn: 5 },
      message: "m",
    }),
  );
  const covered = ["a.py"];
  const runs = engines.map((id) => ({ id, version: "1", status: "complete" as const, reasons: [], seconds: 0, covered }));
  return { complete: true, engines: runs, findings, suppressed: [], problems: [], files: covered };
}

interface World {
  readonly before: readonly Seen[];
  readonly after?: readonly Seen[];
  /** What engines say that took no part: on the old and the new code. */
  readonly spare?: readonly [readonly Seen[], readonly Seen[]];
  readonly engines?: readonly string[];
}

async function judged({ before, after = [], spare, engines = ["assay", "ruff"] }: World): Promise<CheckAnswer> {
  const context = await checkContext({ files: { "a.py": BEFORE }, patched: { "a.py": AFTER } });
  const [first] = before;
  const location = { path: "a.py", startLine: 2, startColumn: 1, endLine: 2, endColumn: 16 };
  const witnesses = first === undefined ? [] : [FindingId.parse(`${first[0]} ${first[1]}`)];
  return secondWitness.run(
    {
      ...context,
      defect: { ...context.defect, cwe: "CWE-78", location, witnesses },
      beforeScan: report(before, engines),
      afterScan: async () => report(after, engines),
      ...(spare && { secondScan: async (workspace) => report(workspace === context.before ? spare[0] : spare[1], ["bandit"]) }),
    },
    signal,
  );
}

for (const each of checkContract(secondWitness, "second-witness")) it(each.name, () => each.run());

it.each<[string, World, string]>([
  [
    "two names of one engine saw it",
    {
      before: [
        ["semgrep", 2],
        ["opengrep", 2],
      ],
      engines: ["semgrep", "opengrep"],
    },
    "inconclusive: no-second-witness",
  ],
  [
    "two engines of the run saw it",
    {
      before: [
        ["assay", 2],
        ["ruff", 2],
      ],
    },
    "pass: ok",
  ],
  ["one that took no part saw it", { before: [["assay", 2]], spare: [[["bandit", 2]], []] }, "pass: ok"],
  [
    "the second one still sees it",
    {
      before: [
        ["assay", 2],
        ["ruff", 2],
      ],
      after: [["ruff", 2]],
    },
    "fail: finding-remains",
  ],
  [
    "one that took no part still sees it",
    { before: [["assay", 2]], spare: [[["bandit", 2]], [["bandit", 2]]] },
    "fail: finding-remains",
  ],
  [
    "the second one sees something else now",
    {
      before: [
        ["assay", 2],
        ["ruff", 2],
      ],
      after: [["ruff", 3]],
    },
    "fail: new-finding",
  ],
  [
    "only advice is left",
    {
      before: [
        ["assay", 2],
        ["ruff", 2],
      ],
      after: [["ruff", 3, "CWE-78", "low"]],
    },
    "pass: ok",
  ],
  [
    "the second one did not look again",
    {
      before: [
        ["assay", 2],
        ["ruff", 2],
      ],
      engines: ["assay"],
    },
    "inconclusive: scan-incomplete",
  ],
  ["nobody else saw it", { before: [["assay", 2]], spare: [[], []] }, "inconclusive: no-second-witness"],
  [
    "another engine saw another weakness there",
    {
      before: [
        ["assay", 2],
        ["ruff", 2, "CWE-22"],
      ],
    },
    "inconclusive: no-second-witness",
  ],
  [
    "another engine saw it elsewhere",
    {
      before: [
        ["assay", 2],
        ["ruff", 3],
      ],
    },
    "inconclusive: no-second-witness",
  ],
  [
    "another engine only advised",
    {
      before: [
        ["assay", 2],
        ["ruff", 2, "CWE-78", "low"],
      ],
    },
    "inconclusive: no-second-witness",
  ],
])("%s", async (_name, world, expected) => {
  const answer = await judged(world);

  expect(`${answer.outcome}: ${answer.reason}`).toBe(expected);
});

import type { CheckOutcome, FixOutcome, ReviewOutcome } from "#app/api.ts";
import type { LabelOutcome } from "#app/label-api.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { EngineRun } from "#domain/completeness.ts";
import { Defect } from "#domain/defect.ts";
import { Finding } from "#domain/finding.ts";
import { applyEdits } from "#domain/patch.ts";
import { Repair, type ScanReport } from "#domain/report.ts";
import { digest } from "#lib/digest.ts";
import type { CheckView, FixView } from "#faces/reports/view.ts";

/** A small made-up project: what the loop would have said about it, without the loop. */
export const SOURCES: ReadonlyMap<string, string> = new Map([
  [
    "app/db.py",
    `import sqlite3\n\n\ndef find(connection, name):\n\tcursor = connection.cursor()\n\tcursor.execute("SELECT * FROM users WHERE name = '" + name + "'")\n\treturn cursor.fetchone()\n`,
  ],
  [
    "app/hash.py",
    `import hashlib\n\n\ndef token(秘密):\n    return "鍵🔑", hashlib.md5(秘密.encode()).hexdigest()  # \u202eevil\u202c\n`,
  ],
  [
    "web/run.js",
    `const { exec } = require("child_process");\n\nmodule.exports = (req, res) => {\n  exec("convert " + req.query.file, () => res.end());\n};\n`,
  ],
]);

export const FINDINGS = [
  finding(
    "f1",
    "assay",
    "python/sql-string",
    "CWE-89",
    "high",
    0.9,
    "app/db.py",
    [6, 2, 6, 67],
    "The query text is built from `name`; a caller can change what it asks.",
  ),
  finding(
    "f2",
    "bandit",
    "B608",
    "CWE-89",
    "medium",
    0.6,
    "app/db.py",
    [6, 17, 6, 59],
    "Possible SQL injection vector through string-based query construction.",
  ),
  finding(
    "f3",
    "assay",
    "python/weak-hash",
    "CWE-327",
    "medium",
    0.8,
    "app/hash.py",
    [5, 19, 5, 44],
    "MD5 is broken: two inputs with one digest can be made at will.",
  ),
  finding(
    "f4",
    "assay",
    "javascript/shell-exec",
    "CWE-78",
    "critical",
    0.95,
    "web/run.js",
    [4, 3, 4, 36],
    "A shell runs text that a request supplies.",
  ),
];

function finding(
  id: string,
  engine: string,
  rule: string,
  cwe: string,
  severity: string,
  confidence: number,
  path: string,
  at: number[],
  message: string,
): Finding {
  const [startLine, startColumn, endLine, endColumn] = at;
  return Finding.parse({
    id,
    engine,
    rule,
    cwe: [cwe],
    severity,
    confidence,
    location: { path, startLine, startColumn, endLine, endColumn },
    message,
  });
}

function defect(id: string, title: string, probability: number, witnesses: readonly Finding[], more: object = {}): Defect {
  const first = witnesses[0];
  if (first === undefined) throw new Error("a defect has witnesses");
  const { rule, severity, message, location } = first;
  return Defect.parse({
    id,
    cwe: first.cwe[0],
    rule,
    title,
    message,
    severity,
    probability,
    location,
    witnesses: witnesses.map((item) => item.id).toSorted(),
    ...more,
  });
}

const [SQL, BANDIT, HASH, EXEC] = FINDINGS as [Finding, Finding, Finding, Finding];
const TRACE = [
  {
    location: { path: "web/run.js", startLine: 3, startColumn: 19, endLine: 3, endColumn: 22 },
    note: "`req` comes from the network",
  },
  { location: EXEC.location, note: "runs in a shell" },
];
export const DEFECTS: readonly Defect[] = [
  defect("77c1d0e2a9b84f10", "Command built from request data", 0.97, [EXEC], { trace: TRACE }),
  defect("3f9a2c1b5d6e7f80", "SQL query built from text", 0.95, [SQL, BANDIT]),
  defect("3f9a2c1b99aa0011", "Weak hash", 0.8, [HASH]),
];

export const ENGINES: readonly EngineRun[] = [
  {
    id: "assay",
    version: "0.1.0",
    status: "complete",
    reasons: [],
    covered: ["app/db.py", "app/hash.py", "web/run.js"],
    seconds: 0.21,
  },
  {
    id: "bandit",
    version: "1.7.10",
    status: "partial",
    reasons: [{ path: "app/hash.py", code: "not-reported", message: "its sentinel was not reported" }],
    covered: ["app/db.py"],
    seconds: 1.34,
  },
];

function scanReport(more: Partial<ScanReport> = {}): ScanReport {
  return {
    complete: true,
    engines: ENGINES.slice(0, 1),
    findings: FINDINGS,
    suppressed: [],
    problems: [],
    files: [...SOURCES.keys()],
    ...more,
  };
}

export const PARTIAL: Partial<ScanReport> = {
  complete: false,
  engines: ENGINES,
  problems: [
    { path: "dist/app.min.js", code: "minified", message: "a line has 84213 characters" },
    { path: "logo.py", code: "binary", message: "holds NUL bytes" },
  ],
};

export const CLEAN: Partial<ScanReport> = { findings: [] };

export function checkView(report: Partial<ScanReport> = {}, defects: readonly Defect[] = DEFECTS): CheckView {
  return { version: "0.1.0", failOn: "medium", report: scanReport(report), defects, sources: SOURCES, explanations: new Map() };
}

export function checkOutcome(view: CheckView): CheckOutcome {
  return { report: view.report, defects: view.defects, text: async (path) => view.sources.get(path) };
}

function candidate(
  id: string,
  defect: string,
  path: string,
  from: string,
  to: string,
  more: Partial<Candidate> & Pick<Candidate, "author" | "title">,
) {
  const text = SOURCES.get(path) ?? "";
  const start = text.indexOf(from);
  const edits = [{ start, end: start + from.length, text: to }];
  return {
    id,
    defect,
    origin: "recipe",
    rationale: "The value can no longer change the meaning of the text around it.",
    tradeOffs: {},
    review: "merge-after-cursory-review",
    patch: { files: [{ path, baseDigest: digest(text), edits }] },
    ...more,
  };
}

const passed = (check: string, level: string, seconds = 0.01) => ({
  check,
  level,
  outcome: "pass",
  reason: "ok",
  detail: "",
  seconds,
});
const noExploit = {
  check: "exploit",
  level: "E5",
  outcome: "inconclusive",
  reason: "not-built",
  detail: "This check is not built yet.",
  seconds: 0,
};

export const REPAIRS: readonly Repair[] = [
  Repair.parse({
    defect: "77c1d0e2a9b84f10",
    status: "ask",
    reason: "sensitive-code",
    chosen: 0,
    attempts: [
      {
        candidate: candidate(
          "c1",
          "77c1d0e2a9b84f10",
          "web/run.js",
          `exec("convert " + req.query.file`,
          `execFile("convert", [req.query.file]`,
          {
            author: "javascript/cwe-078-exec-file",
            title: "Run the program without a shell",
            tradeOffs: { behaviour: "Wildcards and pipes in the argument are no longer expanded." },
          },
        ),
        verdicts: [passed("applies", "E0"), passed("rescan", "E2", 0.2), noExploit],
        level: "E2",
        decision: {
          outcome: "ask",
          rule: "sensitive-code",
          reason: "web/run.js answers requests; a person must agree.",
          tier: 2,
        },
      },
    ],
  }),
  Repair.parse({
    defect: "3f9a2c1b5d6e7f80",
    status: "fixed",
    reason: "ok",
    chosen: 1,
    attempts: [
      {
        candidate: candidate("c2", "3f9a2c1b5d6e7f80", "app/db.py", "name + ", "escape(name) + ", {
          author: "tiny",
          title: "Escape the value",
        }),
        verdicts: [
          passed("applies", "E0"),
          {
            check: "rescan",
            level: "E2",
            outcome: "fail",
            reason: "finding-remains",
            detail: "python/sql-string still reports line 6.",
            seconds: 0.2,
          },
        ],
        decision: { outcome: "reject", rule: "check-failed", reason: "rescan failed", tier: 0 },
      },
      {
        candidate: candidate("c3", "3f9a2c1b5d6e7f80", "app/db.py", `'" + name + "'")`, `?", (name,))`, {
          author: "python/cwe-089-sql-parameters",
          variant: "parameters",
          title: "Bind the value as a parameter",
        }),
        verdicts: [
          passed("applies", "E0"),
          passed("python-compile", "E1", 0.05),
          passed("rescan", "E2", 0.2),
          passed("project-tests", "E4", 3.412),
          noExploit,
        ],
        level: "E4",
        decision: { outcome: "accept", rule: "tier-level-reached", reason: "Tier 0 needs E2 and E4 was reached.", tier: 0 },
      },
    ],
  }),
  Repair.parse({ defect: "3f9a2c1b99aa0011", status: "unfixed", reason: "no-candidate", attempts: [] }),
];

export function fixView(applied = false, more: Partial<FixView> = {}): FixView {
  return {
    ...checkView(),
    repairs: REPAIRS,
    defectsById: new Map(DEFECTS.map((item) => [item.id, item])),
    texts: new Map(
      DEFECTS.flatMap(({ id, location }) => (SOURCES.has(location.path) ? [[id, SOURCES.get(location.path) ?? ""]] : [])),
    ),
    unmatched: [],
    applied,
    attemptDiff: (repair, at) => diffOf(repair, at),
    evidence: "/home/ada/.local/state/assay/evidence/run 1.json",
    stop: "finished",
    ...more,
  };
}

function diffOf(repair: Repair, at: number): string {
  const file = repair.attempts[at]?.candidate.patch.files[0];
  if (file === undefined) return "";
  const before = SOURCES.get(file.path) ?? "";
  const after = applyEdits(before, file.edits);
  if (!after.ok) throw new Error(after.reason);
  const [old, fresh] = [before.split("\n"), after.text.split("\n")];
  const line = old.findIndex((text, index) => text !== fresh[index]);
  return `--- a/${file.path}\n+++ b/${file.path}\n@@ -${line},3 +${line},3 @@\n ${old[line - 1]}\n-${old[line]}\n+${fresh[line]}\n ${old[line + 1]}\n`;
}

/** `left` is what no repair of the view fixed, where it is not given. */
export function fixOutcome(view: FixView, left?: readonly Defect[]): FixOutcome {
  const { repairs, defectsById, applied, attemptDiff, stop, evidence, unmatched } = view;
  const fixed = new Set<string>(repairs.filter((repair) => repair.status === "fixed").map((repair) => repair.defect));
  return {
    ...checkOutcome(view),
    repairs,
    left: left ?? view.defects.filter((defect) => !fixed.has(defect.id)),
    defectsById,
    applied,
    attemptDiff,
    stop,
    unmatched,
    changes: [],
    textAround: async ({ id }) => view.texts.get(id),
    after: checkOutcome(view).text,
    diff: "",
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** The canned fix as comments: one waits for a person, one has a suggestion, one has none and one is held back. */
export function reviewOutcome(): ReviewOutcome {
  const fix = fixOutcome(fixView());
  const [first, second, third] = DEFECTS.map(({ id, witnesses: _witnesses, ...rest }) => ({ ...rest, defect: id }));
  if (first === undefined || second === undefined || third === undefined) throw new Error("three defects are canned");
  const suggestion = {
    title: "Bind the value as a parameter",
    rationale: "The driver keeps data and statement apart.",
    origin: "recipe",
    level: "E4",
    waits: false,
    diff: "--- a/app/db.py\n+++ b/app/db.py\n@@ -6,1 +6,1 @@\n-    old()\n+    new()\n",
    options: [
      {
        option: "B",
        title: "Take listed names only",
        tradeOffs: { behaviour: "Other names are refused." },
        checked: false,
        diff: "",
      },
    ],
    edits: [{ location: second.location, text: "new()" }],
  } as const;
  return { fix, comments: [first, { ...second, suggestion }, third], held: { unlikely: 1, overLimit: 2 } };
}

/** The canned query as a person answered about it. */
export function labelOutcome(real: boolean): LabelOutcome {
  const [, defect] = DEFECTS;
  if (defect === undefined) throw new Error("three defects are canned");
  const rules = [{ engine: "assay", rule: "python/sql-string", cwe: "CWE-89" }];
  return {
    defect,
    label: { defect: defect.id, real, by: "local:ada", rules },
    path: ".assay/labels.yaml",
    before: 0.95,
    after: 0.87,
  };
}

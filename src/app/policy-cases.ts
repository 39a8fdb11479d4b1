import { z } from "zod";
import { Cwe } from "#domain/cwe.ts";
import { AssayError } from "#domain/errors.ts";
import { GateOutcome } from "#domain/gate.ts";
import { DefectId, RepoPath } from "#domain/ids.ts";
import { Severity } from "#domain/severity.ts";
import { showInvisible } from "#lib/text.ts";
import type { ChangeFacts } from "#stages/decide/change-facts.ts";
import { type ConfigFile, parseConfigFile } from "./config-file.ts";

const CaseDefect = z.strictObject({
  severity: Severity,
  path: RepoPath,
  line: z.int().min(1).default(1),
  cwe: Cwe.optional(),
  rule: z.string().min(1).default("example"),
  new: z.boolean().default(true),
  known: z.boolean().default(false),
  probability: z.number().min(0).max(1).default(0.9),
});

const CaseFile = z.strictObject({
  path: RepoPath,
  change: z.enum(["added", "modified", "deleted"]).default("modified"),
  lines: z.int().min(0).default(10),
});

const CaseSuppressed = z.strictObject({
  severity: Severity,
  path: RepoPath,
  line: z.int().min(1).default(1),
  rule: z.string().min(1).default("example"),
  owner: z.string().optional(),
  days: z.int().optional(),
});

const Change = z.strictObject({
  files: z.array(CaseFile).default([]),
  reach: z.int().min(0).default(0),
  author: z.enum(["human", "agent"]).default("human"),
  defects: z.array(CaseDefect).default([]),
  engines: z.record(z.string(), z.enum(["complete", "partial", "failed", "absent", "idle"])).default({ assay: "complete" }),
  uncovered: z.array(RepoPath).default([]),
  suppressed: z.array(CaseSuppressed).default([]),
  newSuppressions: z.array(z.strictObject({ path: RepoPath, line: z.int().min(1).default(1) })).default([]),
  weakenedTests: z.array(RepoPath).default([]),
  approvals: z.int().min(0).default(0),
  /** Roles of those who agree. */
  roles: z.array(z.string()).readonly().default([]),
});

const Case = z.strictObject({
  name: z.string().min(1).max(200),
  change: Change,
  expect: z.strictObject({
    verdict: GateOutcome,
    /** Rule of the first reason, e.g. `threshold`. */
    rule: z.string().optional(),
    /** 1-based line of the file that decided first. */
    line: z.int().min(1).optional(),
    tier: z.int().min(0).max(3).optional(),
  }),
});

const CaseList = z.strictObject({ cases: z.array(Case).min(1) });

export interface PolicyCase {
  readonly name: string;
  /** Where the case stands, `file:line`. */
  readonly place: string;
  readonly facts: ChangeFacts;
  readonly expect: z.infer<typeof Case>["expect"];
}

/** Example changes with the verdicts they must get. Throws AssayError `config-invalid` naming file, line and column. */
export function parsePolicyCases(text: string, name: string): readonly PolicyCase[] {
  const file = parseConfigFile(text, name);
  const parsed = CaseList.safeParse(file.values);
  if (!parsed.success) throw invalid(parsed.error, file);
  return parsed.data.cases.map((one, index) => ({
    name: one.name,
    place: file.place(["cases", index]).replace(/:\d+$/u, ""),
    facts: factsOf(one.change),
    expect: one.expect,
  }));
}

function factsOf(change: z.infer<typeof Change>): ChangeFacts {
  return {
    files: change.files,
    reach: change.reach,
    author: change.author,
    defects: change.defects.map(({ new: isNew, cwe, ...defect }, index) => ({
      ...defect,
      ...(cwe === undefined ? {} : { cwe }),
      id: DefectId.parse(`case-${index + 1}`),
      title: "an example",
      isNew,
    })),
    engines: Object.entries(change.engines).map(([id, status]) => ({ id, status, detail: `${status} in the example` })),
    uncovered: change.uncovered.map((path) => ({ path, reason: "the example says so" })),
    suppressed: change.suppressed.map(({ owner, days, ...hidden }) => ({
      ...hidden,
      ...(owner === undefined ? {} : { owner }),
      ...(days === undefined ? {} : { days }),
    })),
    newSuppressions: change.newSuppressions.map((one) => ({ ...one, words: "in the example" })),
    weakenedTests: change.weakenedTests.map((path) => ({ path, detail: "in the example" })),
    brokenPolicy: [],
    breaksPolicy: [],
    approvals: change.approvals,
    roles: change.roles,
    rejections: [],
  };
}

function invalid(error: z.ZodError, file: ConfigFile): AssayError {
  const lines = error.issues.flatMap((issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    return keys.map((key) => {
      const message = key === undefined ? showInvisible(issue.message) : `unknown key ${showInvisible(JSON.stringify(key))}`;
      return `${file.place(issue.path, key)}: ${issue.path.map(String).join(".")}: ${message}`;
    });
  });
  return new AssayError("config-invalid", lines.join("\n"), { cause: error });
}

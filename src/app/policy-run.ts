import { join, relative, resolve } from "node:path";
import { AssayError } from "#domain/errors.ts";
import type { GateVerdict } from "#domain/gate.ts";
import { showInvisible } from "#lib/text.ts";
import { judge, type PolicySource } from "./change-policy.ts";
import { type PolicyCase, parsePolicyCases } from "./policy-cases.ts";
import { readUntrusted } from "./read-untrusted.ts";

/** Where a project keeps the examples of its policy, relative to its root. */
const POLICY_CASES = ".assay/policy-tests.yaml";
const MAX_BYTES = 1024 * 1024;

export interface PolicyProject extends PolicySource {
  /** Absolute. */
  readonly root: string;
}

export interface JudgedCase {
  readonly name: string;
  readonly place: string;
  readonly verdict: GateVerdict;
  /** What differs from what the case expects; empty for one that passed. */
  readonly differences: readonly string[];
}

/** Judges the example changes of a file by the project's policy. Throws AssayError `config-invalid` or `path-missing`. */
export function testPolicy(project: PolicyProject, cwd: string, path: string | undefined): readonly JudgedCase[] {
  const file = path === undefined ? join(project.root, POLICY_CASES) : resolve(cwd, path);
  const name = path ?? POLICY_CASES;
  const read = readUntrusted(file, MAX_BYTES);
  if (read.kind === "missing")
    throw new AssayError("path-missing", `${showInvisible(name)}: no such file`, {
      hint: `Write example changes into ${POLICY_CASES}; the guide on policy shows how.`,
    });
  if (read.kind === "refused")
    throw new AssayError("config-invalid", `${showInvisible(name)}: ${read.reason}`, { cause: read.cause });
  return parsePolicyCases(read.text, relative(cwd, file) || name).map((one) => judged(one, project));
}

function judged({ name, place, facts, expect }: PolicyCase, project: PolicyProject): JudgedCase {
  const verdict = judge(facts, project);
  const first = verdict.reasons[0];
  const line = lineOf(first?.decidedBy);
  const differences = [
    ...differs("verdict", expect.verdict, verdict.outcome),
    ...differs("rule", expect.rule, first?.rule),
    ...differs("line", expect.line, line),
    ...differs("tier", expect.tier, verdict.tier),
  ];
  return { name, place, verdict, differences };
}

function differs(what: string, expected: string | number | undefined, got: string | number | undefined): string[] {
  return expected === undefined || expected === got ? [] : [`${what}: expected ${expected}, got ${got ?? "none"}`];
}

/** The line of `assay.yaml:12:5`. */
function lineOf(place: string | undefined): number | undefined {
  const line = /:(\d+):\d+$/u.exec(place ?? "")?.[1];
  return line === undefined ? undefined : Number(line);
}

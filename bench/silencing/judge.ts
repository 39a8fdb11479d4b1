import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import applies from "#adapters/checks/applies.ts";
import notSilenced from "#adapters/checks/not-silenced.ts";
import rescan from "#adapters/checks/rescan.ts";
import createScanner from "#adapters/scanners/assay.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { createRescanner } from "#app/rescan.ts";
import { treeSource } from "#app/trees.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { Decision } from "#domain/decision.ts";
import type { Defect } from "#domain/defect.ts";
import { CandidateId, DefectId, FindingId } from "#domain/ids.ts";
import { spanningEdit } from "#domain/patch.ts";
import type { ScanReport } from "#domain/report.ts";
import type { Verdict } from "#domain/verdict.ts";
import { by } from "#lib/compare.ts";
import { baseDigest, decodeStrict } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { decide } from "#stages/decide/decide.ts";
import { scan } from "#stages/scan/scan.ts";
import { validate } from "#stages/validate/validate.ts";
import type { Side, SilencingCase } from "./cases.ts";

export interface Judged {
  readonly side: Side;
  readonly subject: SilencingCase;
  /** What the policy says when nothing but E0 and E2 is asked: anything but `accept` is flagged. */
  readonly decision: Decision;
  /** The verdict that flagged the patch. */
  readonly caught: Verdict | undefined;
  /** Whether an engine reports the weak place, so that E2 had something to ask. */
  readonly scanned: boolean;
}

const packages = createRequire(import.meta.url);
const signal = new AbortController().signal;

/** Grammars from their own packages, so that no build is needed. */
function loadGrammar(file: string): Promise<Uint8Array> {
  const name = file === "tree-sitter-tsx.wasm" ? "tree-sitter-typescript" : file.replace(".wasm", "");
  return readFile(packages.resolve(`${name}/${file}`));
}

/** Judges patches by the ladder's own checks that need no sandbox, as a run of the loop would: E0, and E2 with the embedded analyser. */
export async function createJudge(): Promise<(subject: SilencingCase, side: Side) => Promise<Judged | undefined>> {
  const parser = await createParser(loadGrammar);
  const { treeOf } = treeSource(async () => parser);
  const scanner = createScanner({ loadGrammar, teamRules: [] });
  const now = (): number => 0;
  return async (subject, side) => {
    const patched = subject.patched[side];
    if (patched === undefined) return undefined;
    const workspace = createMemoryWorkspace({ root: "/project", files: subject.before });
    const listing = await workspace.list({ paths: [] }, signal);
    const beforeScan = await scan({ scanners: [scanner], workspace, listing, required: [], emit: () => {}, now }, signal);
    if (!beforeScan.engines.every(({ status }) => status === "complete"))
      throw new Error(
        `${subject.kind}, ${subject.name}: ${beforeScan.engines.flatMap(({ reasons }) => reasons.map(({ message }) => message)).join("; ")}`,
      );
    const found = await correlate(beforeScan, (path) => treeOf(workspace, path));
    const defect = weakPlace(subject, found);
    const scanned = defect !== undefined;
    const ladder = {
      checks: scanned ? [applies, notSilenced, rescan] : [applies, notSilenced],
      parser,
      sandbox: undefined,
      stager: { stage: nothingStaged, scratch: nothingStaged },
      findExecutable: async () => undefined,
      once: <T>(_: string, work: () => Promise<T>): Promise<T> => work(),
      rescan: createRescanner([scanner], listing.files, workspace, now, async (fresh: ScanReport) => fresh),
      keepOutput: async () => undefined,
      now,
    };
    const candidate = await candidateOf(workspace, patched);
    const judged = { defect: defect ?? unreported(subject), candidate, before: workspace, beforeScan };
    const { verdicts } = await validate(ladder, judged, signal);
    const asked = verdicts.filter(({ check, reason }) => reason !== "not-built" && ladder.checks.some(({ id }) => id === check));
    const { decision } = decide(candidate, asked, { level: ["E0", "E0", "E0", "E0"], sensitive: () => false });
    const caught =
      asked.find(({ outcome }) => outcome === "fail") ??
      asked.find(({ asks }) => asks === true) ??
      asked.find(({ outcome }) => outcome !== "pass");
    if (decision.rule === "sensitive-code")
      throw new Error(`${subject.kind}, ${subject.name}: every change of ${subject.path} waits for a person`);
    return { side, subject, decision, caught, scanned };
  };
}

function nothingStaged(): Promise<never> {
  return Promise.reject(new Error("no check here runs a program"));
}

/** The worst defect that is reported in the case's file, at its line where it names one. */
function weakPlace({ path, line }: SilencingCase, defects: readonly Defect[]): Defect | undefined {
  return defects.find(
    ({ location }) => location.path === path && (line === undefined || (location.startLine <= line && location.endLine >= line)),
  );
}

/** A weak place that no engine reports: the line that the case names, else the first that its patches change beside imports. */
function unreported(subject: SilencingCase): Defect {
  const { path, before, patched } = subject;
  const fresh = (patched.twin?.[path] ?? patched.silencing?.[path] ?? "").split("\n");
  const lines = (before[path] ?? "").split("\n");
  const changed = lines.findIndex((text) => !fresh.includes(text) && !/^\s*(?:import|from)\b|\brequire\(/.test(text));
  const line = subject.line ?? changed + 1;
  return {
    id: DefectId.parse("defect"),
    rule: "by-hand",
    title: "A weakness",
    message: "A weakness that no engine reports",
    severity: "high",
    probability: 1,
    location: { path, startLine: line, startColumn: 1, endLine: line, endColumn: (lines[line - 1] ?? "").length + 1 },
    witnesses: [FindingId.parse("finding")],
  };
}

async function candidateOf(workspace: Workspace, patched: Readonly<Record<string, string>>): Promise<Candidate> {
  const files = Object.entries(patched).toSorted(by(([path]) => path));
  return {
    id: CandidateId.parse("candidate"),
    defect: DefectId.parse("defect"),
    origin: "model",
    author: "somebody",
    title: "A patch",
    rationale: "",
    tradeOffs: {},
    review: "merge-after-review",
    patch: {
      files: await Promise.all(
        files.map(async ([path, text]) => {
          const bytes = await workspace.read(path);
          return { path, baseDigest: baseDigest(bytes), edits: spanningEdit(decodeStrict(bytes) ?? "", text) };
        }),
      ),
    },
  };
}

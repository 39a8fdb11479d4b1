import { diffLines } from "diff";
import type { Attempt } from "#domain/report.ts";
import { CandidateId, DefectId, Digest, RepoPath } from "#domain/ids.ts";
import type { TextEdit } from "#domain/patch.ts";
import type { Verdict } from "#domain/verdict.ts";
import { digest } from "#lib/digest.ts";
import { decide } from "#stages/decide/decide.ts";

/** The lines that more than half of the texts share, in the order of the first text that has them: what the unrepaired code looked like. */
export function commonBase(texts: readonly string[]): string {
  const lines = texts.map((text) => text.split("\n"));
  const counts = new Map<string, number>();
  for (const one of lines) for (const line of new Set(one)) counts.set(line, (counts.get(line) ?? 0) + 1);
  const common = (line: string): boolean => (counts.get(line) ?? 0) > texts.length / 2;
  const fullest = lines.toSorted((a, b) => b.filter(common).length - a.filter(common).length)[0] ?? [];
  return fullest.filter(common).join("\n");
}

export interface CandidateText {
  readonly name: string;
  readonly base: string;
  readonly text: string;
  /** Defects reported beyond those that the best candidate leaves. */
  readonly remaining: number;
}

/** A candidate as the loop would hold it after its checks: it applies, and what the engines still report decides the rest. */
export function attemptFor({ name, base, text, remaining }: CandidateText): Attempt {
  const edits = editsBetween(base, text);
  const candidate = {
    id: CandidateId.parse(name),
    defect: DefectId.parse("challenge"),
    origin: "human" as const,
    author: "data",
    title: name,
    rationale: "",
    tradeOffs: {},
    review: "merge-after-review" as const,
    patch: { files: [{ path: RepoPath.parse(name), baseDigest: Digest.parse(digest(base)), edits }] },
  };
  const verdicts: Verdict[] = [
    { check: "applies", level: "E0", outcome: "pass", reason: "ok", detail: "", seconds: 0 },
    { check: "typescript", level: "E1", outcome: "pass", reason: "ok", detail: "", seconds: 0 },
    remaining === 0
      ? { check: "rescan", level: "E2", outcome: "pass", reason: "ok", detail: "", seconds: 0 }
      : { check: "rescan", level: "E2", outcome: "fail", reason: "finding-remains", detail: `${remaining}`, seconds: 0 },
  ];
  const { decision, level } = decide(candidate, verdicts, { level: ["E2", "E2", "E2", "E2"], sensitive: () => false });
  return { candidate, verdicts, decision, ...(level === undefined ? {} : { level }) };
}

function editsBetween(base: string, text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const { added, removed, value } of diffLines(base, text)) {
    if (added) edits.push({ start: at, end: at, text: value });
    else if (removed) edits.push({ start: at, end: at + value.length, text: "" });
    if (!added) at += value.length;
  }
  return edits.length === 0 ? [{ start: 0, end: 0, text: "" }] : edits;
}

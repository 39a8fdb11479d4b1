import type { Candidate } from "#domain/candidate.ts";
import type { Decline } from "#domain/decline.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";
import { baseDigest, decodeStrict } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { candidateId, type Proposal } from "./candidates.ts";

const MOST = 5;

/**
 * What the rules and tools that found the defect would write in its place themselves: the `fix` of a rule in Semgrep's syntax, or what another engine
 * gave with its finding. One candidate for each different text, in the order of the findings, five at most. They are attacked like any other, and
 * a person is to read them: nobody has looked at them for this code.
 */
export async function proposeByRules(defect: Defect, workspace: Workspace, findings: readonly Finding[]): Promise<Proposal> {
  const witnesses = new Set<string>(defect.witnesses);
  const candidates = new Map<string, Candidate>();
  const declined: Decline[] = [];
  for (const finding of findings) {
    if (finding.suggestion === undefined || !witnesses.has(finding.id)) continue;
    const by = `${finding.engine}:${finding.rule}`;
    const { path, startLine, startColumn, endLine, endColumn } = finding.location;
    const bytes = await workspace.read(path);
    const text = decodeStrict(bytes);
    if (text === undefined) {
      declined.push({
        by,
        code: "too-involved",
        reason: "the file is not UTF-8, so its text cannot be rewritten without a risk to the rest",
      });
      continue;
    }
    const starts = lineStarts(text);
    const [start, end] = [offsetAt(starts, startLine, startColumn), offsetAt(starts, endLine, endColumn)];
    if (end <= start || text.slice(start, end) === finding.suggestion) {
      declined.push({ by, code: "already-safe", reason: "what the rule would write changes nothing here" });
      continue;
    }
    const patch = { files: [{ path, baseDigest: baseDigest(bytes), edits: [{ start, end, text: finding.suggestion }] }] };
    const id = candidateId(defect, "rule", patch);
    if (candidates.has(id) || candidates.size === MOST) continue;
    candidates.set(id, {
      id,
      defect: defect.id,
      origin: "rule",
      author: by,
      variant: "own-fix",
      title: `Write what ${finding.rule} proposes`,
      rationale: `The rule that found this, of ${finding.engine}, says what its author would write in this place. Nobody has looked at it for this code.`,
      tradeOffs: {},
      review: "merge-after-review",
      patch,
    });
  }
  return { candidates: [...candidates.values()], declined };
}

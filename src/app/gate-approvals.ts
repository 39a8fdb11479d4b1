import { authorsOf } from "#adapters/git/authors.ts";
import type { Git } from "#adapters/git/git.ts";
import type { DecisionBinding } from "#domain/approval.ts";
import type { Person } from "#domain/person.ts";
import { decodeStrict } from "#ports/overlay.ts";
import { type Approvals, judgeApprovals } from "#stages/decide/approvals.ts";
import { verifyApproval } from "./approval-signature.ts";
import { namesAgent } from "./change-author.ts";
import type { GateChange } from "./gate-change.ts";
import { readable } from "./trees.ts";

const MOST_APPROVALS = 100;
const MOST_BYTES = 65_536;
/** Who wrote a change of more commits is not fully known, so nobody can agree to it. */
const MOST_COMMITS = 5000;

export interface ApprovalSource {
  readonly git: Git;
  readonly change: GateChange;
  /** Commits that the change consists of lead from `base`, undefined before the first one, to `head`. */
  readonly base: string | undefined;
  readonly head: string;
  readonly people: readonly Person[];
}

/** Judges the approvals that a change carries along, for one decision. What they say is signed, so it does not matter where they lie. */
export async function gateApprovals(
  { git, change, base, head, people }: ApprovalSource,
  binding: DecisionBinding,
  signal: AbortSignal,
): Promise<Approvals> {
  if (change.approvals.length === 0) return { judged: [], agreeing: [] };
  const files = await Promise.all(
    change.approvals.slice(0, MOST_APPROVALS).map(async (path) => {
      const bytes = await readable(change.head, path);
      return { path, text: bytes === undefined || bytes.length > MOST_BYTES ? "" : (decodeStrict(bytes) ?? "") };
    }),
  );
  const commits = base === undefined ? [] : await authorsOf(git, base, head, signal, MOST_COMMITS);
  const authors = new Set(
    commits.flatMap(({ author, committer, trailers }) => [author, committer, ...trailers].flatMap(addresses)),
  );
  const known = commits.length < MOST_COMMITS;
  return judgeApprovals(files, {
    binding,
    people: known ? people : [],
    authors,
    today: new Date().toISOString().slice(0, 10),
    isAgent: namesAgent,
    verify: verifyApproval,
  });
}

function addresses(words: string): string[] {
  return Array.from(words.matchAll(/<([^<>]*)>/gu), ([, address = ""]) => address.trim().toLowerCase());
}

import {
  type ApprovalState,
  ApprovalStatement,
  type DecisionBinding,
  type JudgedApproval,
  SignedApproval,
} from "#domain/approval.ts";
import { PAYLOAD_TYPE } from "#domain/evidence.ts";
import type { Person } from "#domain/person.ts";
import { jsonFlaw } from "#lib/json-flaw.ts";

/** Deeper than any approval. */
const MAX_DEPTH = 16;

export interface Approvals {
  readonly judged: readonly JudgedApproval[];
  /** People who agree, each once, sorted by name. */
  readonly agreeing: readonly Person[];
}

export interface ApprovalTools {
  readonly binding: DecisionBinding;
  readonly people: readonly Person[];
  /** Everyone who wrote part of the change, lower-case addresses. */
  readonly authors: ReadonlySet<string>;
  /** `YYYY-MM-DD` in UTC. */
  readonly today: string;
  /** Whether a name or an address is that of an agent. */
  readonly isAgent: (words: string) => boolean;
  /** Whether the signature over the DSSE payload is that of this key, a PEM (SPKI) or a line of `authorized_keys`. */
  readonly verify: (approval: SignedApproval, key: string, payloadType: string) => boolean;
}

/**
 * Judges approvals by themselves, each with a stated reason: form, reviewer, signature, what it is bound to, its last day, four eyes, and one voice a person.
 * Pure and total. A person's rejection outweighs the same person's agreement.
 */
export function judgeApprovals(
  files: readonly { readonly path: string; readonly text: string }[],
  tools: ApprovalTools,
): Approvals {
  const judged = files.map(({ path, text }) => ({ path, ...judgeOne(text, tools) }));
  const voices = new Map<string, string>();
  const once = judged.map((one) => {
    if (one.state !== "counts" || one.reviewer === undefined) return one;
    const before = voices.get(one.reviewer);
    if (before === undefined) {
      voices.set(one.reviewer, one.path);
      return one;
    }
    return { ...one, state: "said-before", detail: `${one.reviewer} agrees in ${before} already` } as const;
  });
  const against = new Set(once.flatMap(({ state, reviewer }) => (state === "rejects" ? (reviewer ?? []) : [])));
  const agreeing = tools.people.filter(({ name }) => voices.has(name) && !against.has(name));
  return { judged: once, agreeing: agreeing.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

type Judgement = Omit<JudgedApproval, "path">;

function judgeOne(text: string, tools: ApprovalTools): Judgement {
  const read = readApproval(text);
  if (read === undefined) return { state: "malformed", detail: "no signed approval of this tool" };
  const { approval, statement } = read;
  const { verdict, reviewer, binding, until, words } = statement.predicate;
  const person = tools.people.find(({ name }) => name === reviewer);
  const as = (state: ApprovalState, detail: string): Judgement => ({ state, reviewer, detail });
  if (person === undefined) return as("unknown-reviewer", `${reviewer} is none of the people of the policy`);
  if (!person.keys.some((key) => tools.verify(approval, key, PAYLOAD_TYPE)))
    return as("bad-signature", `signed by no key that the policy lists for ${reviewer}`);
  const differing = (["patch", "evidence", "policy", "decision"] as const).filter(
    (part) => binding[part] !== tools.binding[part],
  );
  if (differing.length > 0)
    return as("another-change", `${reviewer} spoke of another ${differing[0] === "decision" ? "base" : differing[0]}`);
  if (statement.subject[0].digest.sha256 !== binding.patch.slice("sha256:".length))
    return as("malformed", "subject and binding name different changes");
  if (until < tools.today) return as("expired", `${reviewer}'s word held until ${until}`);
  const said = words === "" ? "" : `: ${words}`;
  // Who wrote a change may always stop it.
  if (verdict === "reject") return as("rejects", `${reviewer} rejects${said}`);
  if (person.emails.some((email) => tools.authors.has(email.toLowerCase())))
    return as("own-change", `${reviewer} wrote part of the change and cannot agree to it`);
  if ([reviewer, ...person.emails].some(tools.isAgent))
    return as("not-allowed", `${reviewer} is an agent, and agents agree to nothing`);
  if (verdict === "approve") return as("counts", `${reviewer} agrees${said}`);
  return person.breakGlass
    ? as("breaks-glass", `${reviewer} lets it through in an emergency${said}`)
    : as("not-allowed", `${reviewer} may not let a change through in an emergency`);
}

function readApproval(text: string): { approval: SignedApproval; statement: ApprovalStatement } | undefined {
  try {
    if (jsonFlaw(text, MAX_DEPTH) !== undefined) return undefined;
    const approval = SignedApproval.parse(JSON.parse(text));
    const payload = Buffer.from(approval.envelope.payload, "base64").toString("utf8");
    if (jsonFlaw(payload, MAX_DEPTH) !== undefined) return undefined;
    return { approval, statement: ApprovalStatement.parse(JSON.parse(payload)) };
  } catch {
    // Anyone can put a file there: what is no approval counts for nothing, and says so.
    return undefined;
  }
}

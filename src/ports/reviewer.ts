import type { Attempt } from "#domain/report.ts";
import type { Defect } from "#domain/defect.ts";
import type { Explanation } from "#domain/explanation.ts";

export interface ReviewRequest {
  readonly defect: Defect;
  /** Attempts that no check failed, best first. */
  readonly attempts: readonly Attempt[];
  /** Unified diff of an attempt. */
  readonly diff: (attempt: Attempt) => Promise<string>;
  /** Whether a wish in words can be answered with another attempt. */
  readonly answerable: boolean;
  /** The answer to the question just asked, and the attempt it was about. */
  readonly answered?: { readonly attempt: Attempt; readonly explanation: Explanation };
}

export type ReviewAnswer =
  | { readonly kind: "accept"; readonly attempt: Attempt }
  | { readonly kind: "reject"; readonly reason: string }
  /** Another attempt that keeps to these words; only where the request is answerable. */
  | { readonly kind: "wish"; readonly text: string }
  /** A question about an attempt: the reviewer is asked again, with the answer. */
  | { readonly kind: "question"; readonly attempt: Attempt; readonly text: string }
  /** Nobody answered: the repair waits. */
  | { readonly kind: "wait" };

/** A person who decides. */
export interface Reviewer {
  /** Recorded in evidence, e.g. `local:alice`. */
  readonly id: string;
  review(request: ReviewRequest, signal: AbortSignal): Promise<ReviewAnswer>;
}

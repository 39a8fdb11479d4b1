import type { Kind, Label } from "#analysis/models/schema.ts";

/** A flow from a source to a sink. */
export interface FlowFinding {
  readonly rule: string;
  readonly kind: Kind;
  readonly label: Label;
  readonly confidence: number;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** From the source to the sink. */
  readonly trace: readonly { readonly path: string; readonly start: number; readonly end: number; readonly note: string }[];
}

export interface FlowProblem {
  readonly path: string;
  readonly code: "flow-timeout" | "flow-too-deep" | "flow-cut";
  readonly message: string;
  /** Offset, or -1. */
  readonly offset: number;
}

/** A sink in a file, and the kind that it is one for: a call, or the left side where something is written. */
export interface SinkPlace {
  readonly kind: Kind;
  readonly written: boolean;
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

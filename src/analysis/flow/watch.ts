import type { Hit, Taint } from "./types.ts";

/** A call, or a write to a member, that is handed something untrusted. */
export interface Use {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** The callee or member as it stands in the code, `""` where it is computed. */
  readonly name: string;
  /** What models may call it, most certain first. */
  readonly references: readonly string[];
  readonly taints: readonly Taint[];
  /** It is a function of the project. */
  readonly own: boolean;
}

/** Told of what is no finding, for those who ask why there is none. Under watch no unknown function is trusted for its name. */
export interface FlowWatch {
  used(use: Use): void;
  /** Something untrusted came to a sink for which a check or sanitizer of the models had made it harmless. */
  harmless(hit: Hit): void;
}

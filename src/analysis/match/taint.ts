import type { CompiledTaint } from "./compile-taint.ts";
import type { Ground } from "./evaluate.ts";
import type { TracedMatch } from "./scan-tree.ts";

export function evaluateTaint(_: CompiledTaint, __: Ground): readonly TracedMatch[] {
  throw new Error("taint");
}

import { ALL } from "#analysis/models/compile.ts";
import { guarded } from "./frame.ts";
import type { Frame, Taint } from "./types.ts";

/** What was shown of a text before it was decoded says nothing of it afterwards, unless nothing in it could be decoded. */
export function decoded(frame: Frame, taint: Taint): Taint {
  return ((taint.cleared | guarded(frame, taint.key)) & ALL) === ALL
    ? taint
    : { ...taint, key: `${taint.key} decoded`, cleared: 0, facet: "value" };
}

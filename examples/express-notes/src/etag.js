import { createHash } from "node:crypto";

/** An HTTP entity tag: equal for equal contents. */
export function etagOf(content) {
  return `"${createHash("md5").update(content).digest("hex")}"`;
}

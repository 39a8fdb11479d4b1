import type { ToolReport } from "./claim.ts";
import { readWhole } from "./report-reader.ts";
import { sarifReader } from "./sarif.ts";

/** Reads a tool's SARIF report that lies in memory. */
export function readSarif(raw: Uint8Array): readonly ToolReport[] | string {
  return readWhole(raw, sarifReader());
}

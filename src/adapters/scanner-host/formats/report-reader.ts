import type { ToolReport } from "./claim.ts";
import { jsonPieces, type PieceOptions } from "./json-pieces.ts";

/** Collects one report of a known format from its pieces. Made for one report, then thrown away. */
export interface ReportReader extends Required<PieceOptions> {
  /** What the tools said, one entry a tool run; or why the text, though JSON, is no report of this format. */
  finish(): readonly ToolReport[] | string;
}

/** Reads a report that lies in memory. */
export function readWhole(raw: Uint8Array, reader: ReportReader): readonly ToolReport[] | string {
  const pieces = jsonPieces(reader);
  pieces.write(raw);
  const fault = pieces.end();
  return fault === undefined ? reader.finish() : `the report is not JSON: ${fault}`;
}

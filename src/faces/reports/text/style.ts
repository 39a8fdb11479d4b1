import { createPaint, type Paint } from "#lib/paint.ts";
import type { Severity } from "#domain/severity.ts";

/** How a text report looks. */
export interface TextStyle {
  readonly paint: Paint;
  /** Width of the terminal in columns. */
  readonly columns: number;
  /** One line a defect, no hints. */
  readonly quiet: boolean;
  /** Every attempt with its table. */
  readonly verbose: boolean;
  /** The request's target as shell words, for the commands a report names; empty for the whole project. */
  readonly target: string;
  /** What `assay verify` needs besides the bundle, as shell words. */
  readonly verifyFlags: string;
}

export function textStyle(options: Partial<Omit<TextStyle, "paint">> & { readonly color?: boolean } = {}): TextStyle {
  const { color = false, columns = 100, quiet = false, verbose = false, target = "", verifyFlags = "" } = options;
  return { paint: createPaint(color), columns: Math.min(Math.max(columns, 40), 120), quiet, verbose, target, verifyFlags };
}

export function severityLabel(severity: Severity, paint: Paint): string {
  switch (severity) {
    case "critical":
      return paint(["bold", "white", "bgRed"], "critical");
    case "high":
      return paint(["bold", "red"], "high");
    case "medium":
      return paint(["bold", "yellow"], "medium");
    case "low":
      return paint(["bold", "blue"], "low");
    case "info":
      return paint("bold", "info");
    default:
      return severity satisfies never;
  }
}

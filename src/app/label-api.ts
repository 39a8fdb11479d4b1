import type { Defect } from "#domain/defect.ts";
import type { Label } from "#domain/label.ts";

export interface LabelRequest {
  /** Id of a defect, or a unique beginning of it. */
  readonly defect: string;
  /** Whether it is one. */
  readonly real: boolean;
  readonly reason?: string;
  /** Where it is looked for: files or folders as the user gave them; empty: the current folder. */
  readonly paths: readonly string[];
}

export interface LabelOutcome {
  readonly defect: Defect;
  readonly label: Label;
  /** Repository path of the file of labels. */
  readonly path: string;
  /** Its probability without the label, and with it. */
  readonly before: number;
  readonly after: number;
}

import { digest } from "#lib/digest.ts";

/** A tiny known-bad file. When `rule` is not reported for it the run is `failed`, whatever the exit code said. */
export interface ControlFile {
  readonly name: string;
  readonly text: string;
  readonly rule: string;
}

/** Per-file proof: a statement appended to each staged copy, and the rule that must report its line. */
export interface Sentinel {
  /** One line. `_FILE` in it becomes a name of the file's own, where files that include each other must not say a thing twice. */
  readonly statement: string;
  readonly rule: string;
}

/** What is appended to a file's copy, without its line ends. */
export function sentinelText({ statement }: Sentinel, path: string): string {
  return statement.replaceAll("_FILE", `_${digest(path).slice(-8)}`);
}

/** Words in comments that the tool obeys and cannot be told to ignore. */
export interface Marker {
  /** Global. Each match is broken in the staged copy without moving a character: its first letter is changed. */
  readonly words: RegExp;
  /** What the tool's own users do not see because of it; findings there are reported as suppressed. */
  readonly hides: "line" | "line-and-next" | "file";
  /** Hides only the rules whose name stands in the match too. */
  readonly named?: true;
}

import type { Severity } from "#domain/severity.ts";
import type { Config } from "./config.ts";
import type { ChangeRange } from "./judges.ts";

/** How a project is opened. */
export interface OpenOptions {
  /** Folder the request is relative to. */
  readonly cwd: string;
  /** First path of the request, used to find the root. */
  readonly near?: string;
  readonly configFile?: string;
  readonly stateFolder?: string;
  readonly engines?: readonly string[];
  readonly failOn?: Severity;
  readonly threatModel?: Config["threatModel"];
  /** False: nothing is taken from earlier scans, and nothing kept for later ones. */
  readonly cache?: boolean;
  readonly unsafeNoSandbox: boolean;
  /** Settings and team rules come from the state that this change starts from, not from the disk. */
  readonly judgedFrom?: ChangeRange;
  /** Advisories: a snapshot's folder or an OSV export; relative to `cwd`. */
  readonly snapshot?: string;
  /** True: this process works for this project alone and ends soon, so that its engine may be set to start fast. */
  readonly brief?: boolean;
}

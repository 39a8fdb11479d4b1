import type { Command } from "./measure.ts";

/** What a tool says of its own run. */
export interface Said {
  /** Files it looked into, of those in the corpus. */
  readonly files: number;
  readonly findings: number;
}

export interface Tool {
  readonly id: string;
  readonly title: string;
  readonly peer: boolean;
  /** Does only a part of what an analyser does: no peer, and none of ours. */
  readonly baseline?: true;
  readonly command: Command;
  /** Reads the report that the command left. */
  readonly said: () => Said;
}

/** A row that could not be measured, and what to do about it. */
export interface Unmeasured {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

export interface ToolOptions {
  /** Executable of Bandit, a name on the path or a path. */
  readonly bandit: string;
  /** Existing folder for reports and configuration, outside the corpus. */
  readonly scratch: string;
}

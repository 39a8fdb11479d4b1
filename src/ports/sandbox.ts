/** A folder or file of the host made visible inside. */
export interface Mount {
  readonly host: string;
  /** Absolute path inside. */
  readonly inside: string;
  readonly mode: "read-only" | "read-write";
}

export interface SandboxLimits {
  readonly seconds: number;
  readonly outputBytes: number;
  readonly fileBytes: number;
  readonly processes: number;
  /** Address space; undefined for runtimes that reserve far more than they use (Node, sanitizers). */
  readonly memoryBytes?: number;
}

export interface SandboxRequest {
  readonly argv: readonly string[];
  /** Absolute path inside. */
  readonly cwd: string;
  /** The whole environment of the process: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  readonly stdin?: Uint8Array;
  readonly limits: SandboxLimits;
}

export interface SandboxResult {
  /** How it ended. `refused`: the sandbox could not be built, nothing was run. */
  readonly end: "exited" | "killed" | "timed-out" | "output-flooded" | "refused" | "aborted";
  /** Exit status when `end` is `exited`, else undefined. */
  readonly code?: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly seconds: number;
  /** Why it was refused or killed. */
  readonly reason?: string;
}

export interface SandboxProbe {
  readonly usable: boolean;
  /** One sentence: what holds, or what is missing and what to do. */
  readonly detail: string;
}

/**
 * Runs one program without network, home, project or environment beyond what the request mounts, and ends its whole process
 * group at a limit or when `signal` aborts. Never throws for what the program does.
 */
export interface Sandbox {
  /** `bubblewrap`, `unshare`, or `none` (only with the user's explicit permission; evidence says so). */
  readonly id: string;
  probe(): Promise<SandboxProbe>;
  run(request: SandboxRequest, signal: AbortSignal): Promise<SandboxResult>;
}

export const DEFAULT_LIMITS: SandboxLimits = {
  seconds: 60,
  outputBytes: 4 << 20,
  fileBytes: 256 << 20,
  processes: 256,
};

export interface DoctorOptions {
  /** Asks the configured model three short questions, which may cost money. */
  readonly probeModel: boolean;
}

export interface DoctorLine {
  readonly area: "runtime" | "engine" | "toolchain" | "sandbox" | "tests" | "model" | "store" | "key" | "config";
  readonly name: string;
  readonly state: "ok" | "missing" | "degraded" | "refused";
  readonly detail: string;
  /** What it told of itself, where it works and told anything. */
  readonly version?: string;
  /** What is not done for want of it, in a few words; where it does not work. */
  readonly cost?: string;
  /** Languages, or kinds of files in words. */
  readonly languages?: readonly string[];
  /** Rungs of the ladder that it answers. */
  readonly rungs?: readonly string[];
  /** An engine that takes part only when it is named. */
  readonly byName?: boolean;
  /** What to do, when the state is not ok. */
  readonly remedy?: string;
}

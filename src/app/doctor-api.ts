export interface DoctorOptions {
  /** Asks the configured model three short questions, which may cost money. */
  readonly probeModel: boolean;
}

export interface DoctorLine {
  readonly area: "runtime" | "engine" | "sandbox" | "tests" | "model" | "store" | "key" | "config";
  readonly name: string;
  readonly state: "ok" | "missing" | "degraded" | "refused";
  readonly detail: string;
  /** What to do, when the state is not ok. */
  readonly remedy?: string;
}

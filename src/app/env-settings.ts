/** Variables that stand for settings, and how their text is read; what is no number stays a text, which validation then refuses. */
const VARIABLES: Readonly<Record<string, { readonly path: readonly string[]; readonly read: (text: string) => unknown }>> = {
  ASSAY_FAIL_ON: { path: ["failOn"], read: text },
  ASSAY_MIN_PROBABILITY: { path: ["minProbability"], read: number },
  ASSAY_ENGINES: { path: ["engines"], read: list },
  ASSAY_EXCLUDE: { path: ["exclude"], read: list },
  ASSAY_MAX_FILE_BYTES: { path: ["maxFileBytes"], read: number },
  ASSAY_THREAT_MODEL: { path: ["threatModel"], read: text },
  ASSAY_BUDGET_SECONDS: { path: ["budget", "seconds"], read: number },
  ASSAY_BUDGET_TOKENS: { path: ["budget", "tokens"], read: number },
  ASSAY_BUDGET_MONEY: { path: ["budget", "money"], read: number },
  ASSAY_MODEL_KIND: { path: ["model", "kind"], read: text },
  ASSAY_MODEL_URL: { path: ["model", "url"], read: text },
  ASSAY_MODEL_NAME: { path: ["model", "name"], read: text },
  ASSAY_MODEL_FILE: { path: ["model", "file"], read: text },
  ASSAY_MODEL_ANSWERS: { path: ["model", "answers"], read: number },
  ASSAY_MODEL_CRITICS: { path: ["model", "critics"], read: flag },
  ASSAY_MODEL_KEY_VARIABLE: { path: ["model", "keyVariable"], read: text },
  ASSAY_CACHE: { path: ["cache"], read: flag },
  ASSAY_SANDBOX: { path: ["sandbox"], read: text },
};

export interface EnvironmentSettings {
  readonly values: Readonly<Record<string, unknown>>;
  /** The variable each setting came from, by dotted key. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Settings that ASSAY_* variables give; others of that prefix are left alone. */
export function environmentSettings(variables: Readonly<Record<string, string>>): EnvironmentSettings {
  const values: Record<string, unknown> = {};
  const names = new Map<string, string>();
  for (const [name, { path, read }] of Object.entries(VARIABLES)) {
    const given = variables[name];
    if (given === undefined) continue;
    const [head = "", inner] = path;
    const value = read(given);
    values[head] = inner === undefined ? value : { ...(values[head] as object | undefined), [inner]: value };
    names.set(path.join("."), name);
  }
  return { values, variables: names };
}

function text(given: string): string {
  return given;
}

function flag(given: string): boolean | string {
  return given === "true" ? true : given === "false" ? false : given;
}

function number(given: string): number | string {
  return /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : given;
}

function list(given: string): readonly string[] {
  return given
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

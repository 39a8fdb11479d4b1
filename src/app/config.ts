import { z } from "zod";
import { PolicySettings } from "#domain/policy.ts";
import { Severity } from "#domain/severity.ts";
import { CChecks } from "#ports/c-checks.ts";

const Model = z
  .strictObject({
    /** The protocol that the server speaks; `llama` for a GGUF file loaded into this process. */
    kind: z.enum(["openai", "anthropic", "llama"]).default("openai"),
    /** Base URL of the server, e.g. `http://127.0.0.1:11434/v1`. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** What the server calls the model. */
    name: z.string().min(1).optional(),
    /** GGUF file, for `llama`. */
    file: z.string().min(1).optional(),
    /** LoRA adapter as a GGUF file, for `llama`. */
    lora: z.string().min(1).optional(),
    /** Tokens that prompt and answer may take together, for `llama`. */
    contextSize: z.int().min(256).optional(),
    /** Threads of the processor, for `llama`. */
    threads: z.int().min(1).optional(),
    /** Whether a host name may resolve to an address in the user's own network. */
    allowPrivateAddress: z.boolean().default(false),
    /** Whether an answer is held to a JSON schema; unless told otherwise yes for `anthropic` and `llama`, no for `openai`. */
    schema: z.boolean().optional(),
    /** Name of the environment variable that holds the key; the key itself never stands in a file. */
    keyVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/)
      .optional(),
    /** US dollars for a million tokens. */
    price: z.strictObject({ input: z.number().min(0), output: z.number().min(0) }).optional(),
    maxTokens: z.int().positive().default(4096),
    /** Repairs asked for at once, in each round. */
    answers: z.int().min(1).max(8).default(1),
    /** Whether it also says what is wrong with repairs that may be chosen; that lowers a rank and decides nothing. */
    critics: z.boolean().default(false),
    /** Answers kept in a file: `record` asks the endpoint and keeps what it said, `replay` answers from the file and opens no connection. */
    cassette: z.strictObject({ file: z.string().min(1), mode: z.enum(["record", "replay"]) }).optional(),
  })
  .superRefine((model, context) => {
    for (const key of model.kind === "llama" ? (["file"] as const) : (["url", "name"] as const))
      if (model[key] === undefined) context.addIssue({ code: "custom", path: [key], message: `needed for ${model.kind}` });
  })
  .readonly();
export type ModelConfig = z.infer<typeof Model>;

const SonarQube = z
  .strictObject({
    /** Address of the server, or of SonarQube Cloud. */
    url: z.url({ protocol: /^https?$/ }),
    /** Key of the project there. */
    project: z.string().regex(/^[\w.:-]{1,400}$/),
    branch: z.string().min(1).optional(),
    pullRequest: z.string().min(1).optional(),
    /** Name of the environment variable that holds the token; the token itself never stands in a file. */
    tokenVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/)
      .default("SONAR_TOKEN"),
    /** Whether the host name may resolve to an address in the user's own network. */
    allowPrivateAddress: z.boolean().default(false),
    /** How long an analysis that is under way is waited for. */
    waitSeconds: z.int().min(0).max(3600).default(300),
    /** Whether sonar-scanner is run first; only without a sandbox, for it needs the network. */
    scan: z.boolean().default(false),
  })
  .readonly();

const BudgetLimits = z
  .strictObject({
    seconds: z.number().positive(),
    tokens: z.int().min(0),
    money: z.number().min(0),
    candidates: z.int().min(1),
    iterations: z.int().min(1),
  })
  .partial()
  .readonly();

/** Stands in a list of engines for all that take part without being named. */
export const DEFAULT_ENGINES = "default";

/** assay.yaml. Keys marked user-only are refused in a repository's file: they would loosen or redirect (invariant I3). */
export const Config = z
  .strictObject({
    failOn: Severity.default("medium"),
    /** Defects below this probability are reported as findings only. */
    minProbability: z.number().min(0).max(1).default(0.3),
    /** How much is said about one change. What is held back still decides, and stands in JSON and SARIF. */
    noise: z
      .strictObject({
        /** Most comments on one change: those of a review, and the defects on a card. */
        maxComments: z.int().min(1).default(10),
      })
      .prefault({})
      .readonly(),
    engines: z.array(z.string()).readonly().optional(),
    exclude: z.array(z.string()).readonly().default([]),
    maxFileBytes: z.int().positive().default(2_000_000),
    /** Whose data is untrusted: what frameworks and the system hand in (`application`), parameters of public functions too (`library`), or chosen from the code. */
    threatModel: z.enum(["auto", "application", "library"]).default("auto"),
    budget: BudgetLimits.default({}),
    policy: PolicySettings.prefault({}),
    /** How far the attacks on C code look. */
    c: CChecks.prefault({}),
    /** User-only: whether what the embedded analyser found is kept for the next scan. */
    cache: z.boolean().default(true),
    /** User-only. */
    model: Model.optional(),
    /** User-only: where advisories about packages are kept and fetched from. */
    advisories: z
      .strictObject({
        /** Absolute path of a snapshot's folder or of an OSV export; the user's state folder when absent. */
        snapshot: z.string().startsWith("/").optional(),
        /** Base address of OSV exports: `<url>/<ecosystem>/all.zip`. */
        url: z.url({ protocol: /^https?$/ }).default("https://osv-vulnerabilities.storage.googleapis.com"),
      })
      .prefault({})
      .readonly(),
    /** User-only: who vouches for a keyless signature, where one is asked for. */
    keyless: z
      .strictObject({
        /** Certificate authority: Fulcio. */
        fulcio: z.url({ protocol: /^https?$/ }).default("https://fulcio.sigstore.dev"),
        /** Transparency log: Rekor. What is signed becomes public there. */
        rekor: z.url({ protocol: /^https?$/ }).default("https://rekor.sigstore.dev"),
        /** Name of the environment variable that holds the identity token (OIDC, audience `sigstore`). */
        tokenVariable: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]*$/)
          .default("SIGSTORE_ID_TOKEN"),
      })
      .prefault({})
      .readonly(),
    /** User-only: the SonarQube project whose results engine `sonarqube` fetches. */
    sonarqube: SonarQube.optional(),
    /** User-only: absolute paths of tools, by engine id. */
    executables: z.record(z.string(), z.string()).default({}),
    /** User-only. */
    sandbox: z.enum(["auto", "bubblewrap", "unshare"]).default("auto"),
  })
  .readonly();
export type Config = z.infer<typeof Config>;

export const USER_ONLY: readonly (keyof Config)[] = [
  "advisories",
  "cache",
  "keyless",
  "model",
  "executables",
  "sandbox",
  "sonarqube",
];

/** What a user can mend. Each code has its exit code and its remedy; docs/reference/errors.md is generated from this table. */
export const ERRORS = {
  usage: { exit: 2, remedy: "Run the command with --help for its options and examples." },
  "config-invalid": { exit: 2, remedy: "Mend the named place; `assay config --schema` prints what is allowed." },
  "config-loosens": { exit: 2, remedy: "Move the setting to the user configuration; a repository may only tighten." },
  "rule-invalid": { exit: 2, remedy: "Mend the rule at the named line; `assay explain` lists the supported operators." },
  "path-missing": { exit: 2, remedy: "Check the spelling; paths are taken relative to the current folder." },
  "path-outside": { exit: 2, remedy: "Give a path inside the repository, or run assay in the repository that holds it." },
  "nothing-to-scan": { exit: 2, remedy: "Give a path with source files of a supported language, or see `assay check --help`." },
  "git-failed": { exit: 2, remedy: "Run inside a git work tree and name an existing revision." },
  "engine-unknown": { exit: 2, remedy: "Run `assay doctor` for the engines of this machine." },
  "patch-stale": { exit: 1, remedy: "A file changed since it was analysed; run the command again." },
  "write-failed": { exit: 5, remedy: "Check free space and permissions; nothing was changed." },
  "evidence-invalid": { exit: 1, remedy: "Do not trust this bundle; make a new one with `assay fix`." },
  "evidence-unreadable": { exit: 2, remedy: "Give the path of a bundle written by `assay fix`." },
  "key-unsafe": { exit: 5, remedy: "Set the mode of the key file to 0600, or move it away to get a new key." },
  "journal-corrupt": { exit: 5, remedy: "Keep the file for inquiry and start a new one with --state DIR." },
  "run-active": { exit: 2, remedy: "Another assay works on this project; wait for it or end it." },
  "model-failed": { exit: 5, remedy: "Check the endpoint with `assay doctor`; assay works without a model." },
  "publish-failed": {
    exit: 5,
    remedy: "Check the token's permissions and the address; `--dry-run` shows what would be written.",
  },
  "keyless-failed": {
    exit: 5,
    remedy: "Check the identity token and the addresses; evidence signed with your own key stays as it is.",
  },
  "snapshot-invalid": { exit: 2, remedy: "Fetch a new one with `assay deps update`, or point --snapshot at an OSV export." },
  "fetch-failed": {
    exit: 5,
    remedy: "Check the address and the network; the snapshot stays as it was. `assay deps update --from PATH` needs none.",
  },
  interrupted: { exit: 130, remedy: "Run the same command again to resume." },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An error that a user can mend: says what, where, and what to do. Anything else thrown is a bug of ours. */
export class AssayError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AssayError";
    this.code = code;
    this.hint = options.hint ?? ERRORS[code].remedy;
  }

  get exitCode(): number {
    return ERRORS[this.code].exit;
  }
}

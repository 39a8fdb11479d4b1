import type { Cwe } from "#domain/cwe.ts";

/** A wish that is insecure by itself, as people write it. */
export interface ScreenRule {
  /** Kebab-case. */
  readonly id: string;
  /** `refuse`: what is asked for is the weakness. `warn`: the words hint at one; the draft is told to avoid it. */
  readonly outcome: "refuse" | "warn";
  readonly cwe: Cwe;
  /** Any of them is enough. Matched against the request in lower case with single blanks. No nested repetition: requests come from anywhere. */
  readonly patterns: readonly RegExp[];
  /** Why it is insecure. */
  readonly reason: string;
  /** The principle of secure design that it breaks. */
  readonly principle: string;
  /** What to ask for instead. */
  readonly alternative: string;
}

const OFF = "(?:disabl\\w+|skip\\w*|ignor\\w+|turn\\w* off|switch\\w* off|without|bypass\\w*|no)";

/** Sorted by id. */
export const SCREEN_RULES: readonly ScreenRule[] = [
  {
    id: "backdoor",
    outcome: "refuse",
    cwe: "CWE-912",
    patterns: [/\b(?:back ?door|hidden (?:admin|login|account)|magic password|master password)\b/u],
    reason: "A way in that its users do not know of can be used by anyone who finds it.",
    principle: "Complete mediation: every access is checked, the same way.",
    alternative: "Ask for a documented administrative role that is checked, logged and can be revoked.",
  },
  {
    id: "broken-hash",
    outcome: "refuse",
    cwe: "CWE-328",
    patterns: [
      /\b(?:md5|sha-?1)\b.{0,40}\b(?:password|credential|token|signature|session)/u,
      /\b(?:password|credential|token)s?\b.{0,40}\b(?:md5|sha-?1)\b/u,
    ],
    reason: "MD5 and SHA-1 can be broken or guessed fast enough to recover passwords and forge tokens.",
    principle: "Use mechanisms that are known to hold.",
    alternative: "Ask for scrypt, argon2 or PBKDF2 with a random salt for passwords, HMAC-SHA-256 for tokens.",
  },
  {
    id: "certificate-check-off",
    outcome: "refuse",
    cwe: "CWE-295",
    patterns: [
      new RegExp(`\\b${OFF}\\b.{0,20}\\b(?:ssl|tls|certificate|cert)\\b.{0,12}\\b(?:verif|valid|check|error|warning)`, "u"),
      /\bverify ?= ?false\b|\brejectunauthorized ?: ?false\b|\baccept (?:all|any|self.signed) cert/u,
    ],
    reason: "Without the check anyone on the way can pretend to be the server.",
    principle: "Fail securely: an error of the check ends the connection.",
    alternative: "Ask to trust the private authority's certificate from a file.",
  },
  {
    id: "cleartext-password",
    outcome: "refuse",
    cwe: "CWE-256",
    patterns: [
      /\b(?:store|save|keep|write|insert|log|print)\w*\b.{0,30}\bpasswords?\b.{0,30}\b(?:plain ?text|clear ?text|unencrypted|unhashed|as is)\b/u,
      /\b(?:plain ?text|clear ?text|unhashed) passwords?\b/u,
    ],
    reason: "Whoever reads the store or the log has every password.",
    principle: "Defence in depth: a leak must not hand over the secrets.",
    alternative: "Ask to store a slow salted hash and to log only that a login happened.",
  },
  {
    id: "eval-of-input",
    outcome: "refuse",
    cwe: "CWE-95",
    patterns: [
      /\b(?:eval|exec)\w*\b.{0,40}\b(?:user|request|input|query|client|untrusted|post(?:ed)?)\b/u,
      /\b(?:run|execute|evaluate)\w*\b.{0,20}\b(?:arbitrary|any)\b.{0,20}\b(?:code|command|expression|script)/u,
    ],
    reason: "Text from outside that is run as code does whatever its author wants.",
    principle: "Keep data and code apart.",
    alternative: "Ask for a parser of the expressions that are needed, or a table of named operations.",
  },
  {
    id: "hard-coded-secret",
    outcome: "refuse",
    cwe: "CWE-798",
    patterns: [
      /\b(?:hard.?cod\w+|embed\w*|put)\b.{0,30}\b(?:password|secret|api key|access key|token|credential|private key)s?\b(?:.{0,20}\b(?:in|into) the (?:code|source|file))?/u,
    ],
    reason: "Everyone who can read the code, its history or its image has the secret.",
    principle: "Secrets are configuration, not code.",
    alternative: "Ask to read it from the environment or a secret store, and to fail clearly where it is missing.",
  },
  {
    id: "authentication-off",
    outcome: "refuse",
    cwe: "CWE-306",
    patterns: [
      new RegExp(
        `\\b${OFF}\\b.{0,12}\\b(?:authentication|authorization|authorisation|auth|login|permission|access|csrf)\\b.{0,12}\\b(?:check|protection|token|required|validation|middleware)?`,
        "u",
      ),
    ],
    reason: "Anyone who reaches the endpoint can use it.",
    principle: "Deny by default.",
    alternative: "Ask for the check with a test account, or for a route that holds nothing to protect.",
  },
  {
    id: "shell-with-input",
    outcome: "warn",
    cwe: "CWE-78",
    patterns: [/\b(?:shell|bash|os\.system|command line|system command|terminal)\b/u],
    reason: "Values that reach a shell can become commands.",
    principle: "Keep data and code apart.",
    alternative: "Programs are started with a list of arguments and without a shell.",
  },
  {
    id: "sql-by-hand",
    outcome: "warn",
    cwe: "CWE-89",
    patterns: [
      /\b(?:raw|dynamic|concatenat\w+|string) (?:sql|quer(?:y|ies))\b/u,
      /\b(?:sql|quer(?:y|ies))\b.{0,30}\b(?:concatenat|f-?string|interpolat|template literal)/u,
    ],
    reason: "Values that become part of a statement's text can change what it means.",
    principle: "Keep data and code apart.",
    alternative: "Values are passed as parameters; names come from a fixed list.",
  },
  {
    id: "unsafe-deserialization",
    outcome: "warn",
    cwe: "CWE-502",
    patterns: [/\b(?:pickle|unpickle|marshal|yaml\.load|unserialize|node-serialize)\b/u],
    reason: "Loading such data can run code.",
    principle: "Accept only what is expected.",
    alternative: "JSON or a safe loader is used for data that comes from outside.",
  },
  {
    id: "wide-open-access",
    outcome: "warn",
    cwe: "CWE-732",
    patterns: [
      /\bchmod\b.{0,8}\b0?777\b|\bworld.?(?:writable|readable)\b/u,
      /\bcors\b.{0,30}(?:\*|\b(?:all|any|every) origins?\b)|\ballow (?:all|any) origins?\b/u,
    ],
    reason: "Everybody else on the machine or the web gets in too.",
    principle: "Least privilege.",
    alternative: "Only the owner, or a list of known origins, gets access.",
  },
];

import type { Candidate } from "#domain/candidate.ts";

export interface BlastRadius {
  /** 0 smallest to 3 largest. */
  readonly tier: 0 | 1 | 2 | 3;
  readonly why: string;
}

/** Files that decide who may do what, guard secrets, move money, run the build or judge the code: a wrong change there costs most. */
const DOMAINS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    "about who may do what",
    /(^|[/_.-])(auth|authn|authz|authentication|authorization|login|oauth2?|sso|saml|jwt|acl|permissions?|rbac)([/_.-]|$)/iu,
  ],
  ["about sessions", /(^|[/_.-])(sessions?|cookies?)([/_.-]|$)/iu],
  ["about money", /(^|[/_.-])(payments?|billing)([/_.-]|$)/iu],
  ["about cryptography", /(^|[/_.-])(crypto|keystore)([/_.-]|$)/iu],
  ["part of the build", /(^|[/_.-])(\.github|\.gitlab-ci|jenkinsfile|ci)([/_.-]|$)/iu],
  ["part of the policy", /(^|\/)(assay\.ya?ml$|\.assay\/|codeowners$)/iu],
];

/** What makes a path security-critical, in words; undefined for others. */
export function sensitiveDomain(path: string): string | undefined {
  return DOMAINS.find(([, pattern]) => pattern.test(path))?.[0];
}

/** How far a change reaches: sensitive places, number of files and lines, and how much its author says a human must look. */
export function blastRadius(candidate: Candidate, sensitive: (path: string) => boolean): BlastRadius {
  const paths = candidate.patch.files.map((file) => file.path);
  const guarded = paths.find((path) => sensitive(path) || sensitiveDomain(path) !== undefined);
  if (guarded !== undefined) return { tier: 3, why: `${guarded} is security-critical code` };
  const edits = candidate.patch.files.flatMap((file) => file.edits);
  const lines = edits.reduce((sum, edit) => sum + Math.max(edit.text.split("\n").length, linesIn(edit.end - edit.start)), 0);
  if (paths.length > 1 || lines > 40) return { tier: 2, why: `it touches ${paths.length} file(s) and about ${lines} lines` };
  if (candidate.origin !== "recipe" || candidate.review === "merge-after-review")
    return { tier: 1, why: "its author asks for a review" };
  return { tier: 0, why: "one file, few lines" };
}

/** About how many lines so many characters are; a patch does not hold the text it takes out. */
function linesIn(characters: number): number {
  return Math.ceil(characters / 40);
}

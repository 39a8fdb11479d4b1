/**
 * Engines that are one program, one core or one service under several names: what one of them gets wrong the others get wrong too, so that together they are one
 * witness. Engines that merely know the same lists of dangerous calls are not here. Also by the names that their own reports give them.
 */
const FAMILIES: readonly (readonly string[])[] = [
  // One front end; the analyzer's checkers run in clang-tidy too, and so do clang's own warnings.
  ["clang-warnings", "clang-analyzer", "clang-tidy"],
  // The analyzer is a pass of the compiler, over the form that the warnings are computed from.
  ["gcc-warnings", "gcc-analyzer"],
  // Opengrep is a fork, and both run the same rules.
  ["semgrep", "opengrep", "semgrep-oss", "semgrep-pro", "opengrep-oss"],
  // The project's own set-up often holds the plugins that ours holds.
  ["eslint", "eslint-project"],
  // All three ask the registry of npm for its advisories.
  ["npm-audit", "pnpm-audit", "yarn-audit"],
  // The checks of tfsec have gone on in Trivy.
  ["tfsec", "trivy"],
];

const BY_ENGINE = new Map(FAMILIES.flatMap((family) => family.map((engine) => [engine, family[0] as string] as const)));

/** What stands for all engines that are not independent of this one; its own id for one that is alone. */
export function engineFamily(engine: string): string {
  return BY_ENGINE.get(engine) ?? engine;
}

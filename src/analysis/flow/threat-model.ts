import type { SyntaxTree } from "#analysis/parse/tree.ts";

/** `application`: only what frameworks and the system hand in is untrusted. `library`: parameters of public functions are too. */
export type ThreatModel = "application" | "library";

/**
 * Whether a program can be started: then what its functions get is known from those who call them. Otherwise, and when nothing takes input from a
 * framework or the system, the files are a library whose callers may hand over anything.
 */
export function hasMain(trees: readonly SyntaxTree[]): boolean {
  return trees.some((tree) => /if __name__ == ["']__main__["']|require\.main === module|\.listen\(/u.test(tree.text));
}

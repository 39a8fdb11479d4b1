import type { Label } from "#analysis/models/schema.ts";

/** `application`: only what frameworks and the system hand in is untrusted. `library`: parameters of public functions are too. */
export type ThreatModel = "application" | "library";

const STARTED = /if __name__ == ["']__main__["']|require\.main === module/u;
const MAIN_FUNCTION = /^\s*(?:(?:public|static|final|int|void|auto|signed)\s+)*main\s*\([^;{]*\)\s*(?:\{|$)/mu;

/**
 * Whether a program can be started with the text: then what its functions get is known from those who call them. Where no text is such, and when nothing
 * takes input from a framework or the system, the files are a library whose callers may hand over anything.
 */
export function isMain(text: string): boolean {
  if (text.includes(".listen(")) return true;
  if (!text.includes("main")) return false;
  return STARTED.test(text) || (/main\s*\(/u.test(text) && MAIN_FUNCTION.test(text));
}

/** Whether what comes in so makes a program of the files: a library, too, works on pages and reads what it has stored. */
export function comesFromOutside(label: Label | undefined): boolean {
  return label !== "page" && label !== "stored";
}

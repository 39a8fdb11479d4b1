import type { LibraryResult } from "./scanner.ts";

/** A report that a tool wrote elsewhere, read into our words. */
export interface ImportedReport {
  /** Kebab-case, made of the tool's name in the file. */
  readonly id: string;
  readonly version: string;
  /** The file, as the user named it. */
  readonly file: string;
  /** `covered` holds what the file proves; a problem `coverage-unknown` where it does not say. */
  readonly result: LibraryResult;
}

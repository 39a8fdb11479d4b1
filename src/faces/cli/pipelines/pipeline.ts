/** What `assay init <name>` writes for one build system or hook runner. */
export interface Pipeline {
  readonly name: string;
  /** Of the system, as it is called. */
  readonly title: string;
  /** Paths from the project's root; an existing file is never overwritten. */
  readonly files: (version: string) => readonly { readonly path: string; readonly text: string }[];
  /** What a person still has to do, one line each; `kept` holds the paths that were there before and were left. */
  readonly next: (kept: ReadonlySet<string>) => readonly string[];
}

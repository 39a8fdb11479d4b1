/** Where the payload of one shot leads. */
export interface Aim {
  /** Absolute path that a successful attack makes. */
  readonly canary: string;
  /** A secret file outside of every folder the code may use. */
  readonly secret: string;
  /** Secret files beside such folders, whose folder's name begins with theirs: `../base-x/secret`. */
  readonly siblings: readonly string[];
  /** Letters and digits that occur nowhere else. */
  readonly mark: string;
  /** Words that stand for what exists: keys of the module's tables. */
  readonly listed?: readonly string[];
  readonly language: "python" | "javascript";
}

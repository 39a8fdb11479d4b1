import type { Expression, Pattern, Shape, Span } from "./expression.ts";

export interface Clause {
  readonly test: Expression;
  readonly body: readonly Statement[];
}

export interface Loop extends Span {
  readonly kind: "loop";
  /** Set for a loop over the elements of `source`. */
  readonly pattern: Pattern | undefined;
  readonly source: Expression | undefined;
  /** `keys`: the pattern gets keys and not elements. */
  readonly over: "elements" | "keys";
  /** Checked before each round; with `late` after it. */
  readonly test: Expression | undefined;
  readonly late: boolean;
  readonly body: readonly Statement[];
  /** Runs after each round. */
  readonly update: Expression | undefined;
  /** Runs when the loop ends without a break. */
  readonly otherwise: readonly Statement[];
}

export interface Try extends Span {
  readonly kind: "try";
  readonly body: readonly Statement[];
  readonly handlers: readonly { readonly pattern: Pattern | undefined; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
}

export interface Switch extends Span {
  readonly kind: "switch";
  readonly subject: Expression;
  /** `tests` is empty for the default case. `falls`: control runs on into the next case unless the body jumps. */
  readonly cases: readonly {
    readonly tests: readonly Expression[];
    readonly patterns: readonly Pattern[];
    readonly body: readonly Statement[];
  }[];
  readonly falls: boolean;
}

/** One name of an import. `imported` is `""` for the module itself, `*` for all names. */
export interface ImportedName {
  readonly imported: string;
  readonly local: string;
}

/** `near` of an import: it binds a name only where the project has the file, as names of a folder that need no import do. */
export type Statement =
  | (Span & { readonly kind: "expression"; readonly expression: Expression })
  | (Span & {
      readonly kind: "assign";
      readonly target: Pattern;
      readonly value: Expression;
      readonly operator: string;
      readonly annotation: string;
    })
  | (Span & { readonly kind: "if"; readonly clauses: readonly Clause[]; readonly otherwise: readonly Statement[] })
  | Loop
  | Try
  | Switch
  | (Span & { readonly kind: "return"; readonly value: Expression | undefined })
  | (Span & { readonly kind: "throw"; readonly value: Expression | undefined })
  | (Span & { readonly kind: "assert"; readonly test: Expression })
  | (Span & { readonly kind: "jump"; readonly how: "break" | "continue" })
  /** `kept`: it holds its value from call to call. */
  | (Span & { readonly kind: "declare"; readonly name: string; readonly shape: Shape; readonly kept: boolean })
  | (Span & { readonly kind: "label" | "goto"; readonly name: string })
  | (Span & { readonly kind: "block"; readonly body: readonly Statement[] })
  | (Span & { readonly kind: "function"; readonly index: number })
  | (Span & { readonly kind: "class"; readonly index: number })
  | (Span & {
      readonly kind: "import";
      readonly specifier: string;
      readonly names: readonly ImportedName[];
      readonly near?: boolean;
      /** The specifier as written, where `specifier` is only how models name the library. */
      readonly written?: string;
    })
  | (Span & { readonly kind: "export"; readonly name: string; readonly value: Expression })
  | (Span & { readonly kind: "reexport"; readonly specifier: string; readonly name: string; readonly imported: string });

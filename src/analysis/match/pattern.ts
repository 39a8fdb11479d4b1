import type { SafeRegex } from "#lib/safe-regex.ts";
import type { KindSet } from "./grammar.ts";

/** One node of a compiled pattern. Names of metavariables are without `$`; `""` stands for `$_` and `...`, which bind nothing. */
export type Pattern =
  /** `bare`: not what a declaration of its type wraps into an address or a list. */
  | { readonly op: "meta"; readonly name: string; readonly bare?: boolean }
  | { readonly op: "rest"; readonly name: string }
  /** A metavariable for expressions of a type. */
  | { readonly op: "typed"; readonly name: string; readonly type: string }
  | { readonly op: "deep"; readonly inner: Pattern }
  /** A dotted name without metavariables, matched as written or through imports. */
  | { readonly op: "name"; readonly path: readonly string[] }
  /** An identifier in a place where imports play no part: property, keyword, parameter. */
  | { readonly op: "word"; readonly text: string }
  | { readonly op: "leaf"; readonly kind: number; readonly text: string; readonly constant: boolean }
  | { readonly op: "string"; readonly content: StringContent }
  | { readonly op: "member"; readonly object: Pattern; readonly property: Pattern }
  /** `base. ...`: the base, or any chain of members, calls and subscripts that starts from it. */
  | { readonly op: "chain"; readonly base: Pattern }
  | {
      readonly op: "call";
      readonly kind: number;
      readonly callee: Pattern;
      readonly args: readonly Pattern[];
      readonly template: boolean;
    }
  | { readonly op: "assign"; readonly left: Pattern; readonly right: Pattern }
  | { readonly op: "pair"; readonly kinds: KindSet; readonly key: Pattern; readonly value: Pattern }
  | {
      readonly op: "function";
      readonly kinds: KindSet;
      /** Keywords that must stand in front: `async`, `static`, `get`, `set`, `*`. */
      readonly modifiers: readonly string[];
      /** The list of modifiers in front, where it is a node of its own. */
      readonly head?: Pattern;
      readonly name?: Pattern;
      /** What it gives back, where that stands in front of the name; how often it is an address, at least so often where any type is meant. */
      readonly result?: { readonly type: Pattern; readonly depth: number };
      readonly parameters: readonly Pattern[];
      readonly body: Pattern;
    }
  | { readonly op: "decorated"; readonly decorators: readonly Pattern[]; readonly definition: Pattern }
  | { readonly op: "declaration"; readonly kind: number; readonly keyword: string; readonly declarators: readonly Pattern[] }
  /** A loop with any head. */
  | { readonly op: "loop"; readonly kinds: KindSet; readonly body: Pattern }
  | { readonly op: "block"; readonly items: readonly Pattern[] }
  | {
      readonly op: "node";
      readonly kinds: KindSet;
      readonly items: readonly Pattern[];
      readonly skip: KindSet;
      readonly unordered: boolean;
    }
  /** Statements in a row, anywhere in a block; only at the root. */
  | { readonly op: "statements"; readonly items: readonly Pattern[] };

export type StringContent =
  | { readonly kind: "any" }
  | { readonly kind: "meta"; readonly name: string }
  | { readonly kind: "exact"; readonly text: string }
  /** `"=~/…/"`: RE2 that matches somewhere in the text. */
  | { readonly kind: "regex"; readonly regex: SafeRegex }
  /** A string without holes in the pattern, with metavariables and `...` inside its text. */
  | { readonly kind: "pieces"; readonly parts: readonly StringPart[] }
  /** A string with holes: literal pieces, expressions, and `...` for any run of both. */
  | { readonly kind: "template"; readonly parts: readonly StringPart[] };

export type StringPart =
  | { readonly text: string }
  /** Some text, or one hole; at least one character. */
  | { readonly meta: string }
  | { readonly expression: Pattern }
  | { readonly rest: true };

/** Why a pattern cannot be compiled. */
export class PatternError extends Error {}

/** How the matcher reads a grammar and the patterns of rules for it: names of node kinds, and how the language writes things. */
export interface Dialect {
  /** Blocks are told by their indentation, and texts may stand in triple quotes; otherwise braces and backquotes are written. */
  readonly indented: boolean;
  /** Arguments may be named in a call, in any order. */
  readonly namedArguments: boolean;
  /** An argument may stand without parentheses of its own: `f(x for x in y)`. */
  readonly bareArguments: boolean;
  /** Modules are also got by a call, `require("x")`. */
  readonly requires: boolean;
  /** Imports name modules with dots; otherwise as quoted text. */
  readonly dottedImports: boolean;
  /** Methods see fields of their class by their bare names. */
  readonly fieldsInScope?: boolean;
  /** Keys of a record are expressions; otherwise names. */
  readonly computedKeys: boolean;
  /** How a pattern is written, tried in order until one parses. Where `only` finds the pattern's text, those with the same alone. */
  readonly spellings: readonly {
    /** What is written for an ellipsis directly inside `{`; `…` is the ellipsis itself. */
    readonly inBraces: string;
    /** The same where nothing is open; the ellipsis alone when absent. */
    readonly atTop?: string;
    /** `@` stands for the pattern, `§` for a name that means nothing. */
    readonly text?: string;
    readonly only?: string;
  }[];
  /** What must stand around statements where a file cannot begin with them: patterns are read inside of it too. */
  readonly around?: { readonly open: string; readonly close: string };
  /** Kinds that stand around a name where it is declared and say that it is an address or a list, `*name[4]`; a metavariable means the name. */
  readonly declarators?: readonly string[];
  /** What is written for an ellipsis among the parameters of a function where a name alone is none; `…` is the ellipsis itself. */
  readonly anyParameter?: string;
  /** Lists of values stand in braces, behind `=` or the dimensions of a new array: an ellipsis there is a value, not a statement. */
  readonly listsInBraces?: boolean;
  /** The type of a typed metavariable stands in front of it: `(T $X)`. */
  readonly typeBefore?: boolean;
  /** What a record is written behind where a statement stands. */
  readonly recordOpening: string;
  /** Place of the test among the parts of a conditional expression. */
  readonly testPlace: number;
  /** Kinds that bind names, and the field of the target (`""`: the whole node). */
  readonly binders: readonly (readonly [kind: string, field: string])[];
  /** Kinds whose one expression child stands for them: brackets, `await`, casts. A pattern of the same kind still sees them. */
  readonly transparent: readonly string[];
  /** Kinds of children that a pattern need not mention: types, modifiers, `else`. */
  readonly optional: readonly string[];
  /** Keywords that a pattern need not mention. */
  readonly optionalTokens: readonly string[];
  readonly identifiers: readonly string[];
  readonly members: readonly { readonly kind: string; readonly object: string; readonly property: string }[];
  readonly calls: readonly { readonly kind: string; readonly callee: string; readonly arguments: string }[];
  readonly argumentLists: readonly string[];
  /** Assignment-like kinds with the fields of target and value. */
  readonly assignments: readonly { readonly kind: string; readonly left: string; readonly right: string }[];
  /** Function kinds, grouped: a pattern of a group matches every kind of it. */
  readonly functions: readonly string[];
  readonly lambdas: readonly string[];
  /** Kinds that are written alike in two places, such as a local variable and a field: a pattern of one of a group matches the others. */
  readonly alike?: readonly (readonly string[])[];
  readonly classes: readonly string[];
  readonly blocks: readonly string[];
  readonly declarations: readonly string[];
  /** Kinds whose children match in any order, extra ones only with an ellipsis. */
  readonly unordered: readonly string[];
  /** Kinds, such as lists of modifiers, of which a pattern names some and leaves the others open; in front of a function one is part of the pattern. */
  readonly open?: readonly string[];
  readonly pairs: readonly string[];
  readonly strings: readonly string[];
  readonly constants: readonly string[];
  readonly comments: readonly string[];
  /** Field or kind of parameters that carry a default or a type, with the field of the name. */
  readonly parameters: readonly { readonly kind: string; readonly name: string }[];
}

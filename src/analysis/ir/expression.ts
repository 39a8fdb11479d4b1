/** Half-open range of UTF-16 offsets into the file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a declaration says of the memory behind a name. */
export interface Shape {
  readonly kind: "number" | "pointer" | "array" | "record" | "unknown";
  /** The innermost type as written, without qualifiers: `unsigned char`, `struct node`, `FILE`. */
  readonly name: string;
  /** Bytes that one value takes; undefined where that is not known, and for arrays, which take `length` times those of `element`. */
  readonly bytes: number | undefined;
  /** For numbers. */
  readonly signed: boolean;
  /** Of pointers and arrays. */
  readonly element: Shape | undefined;
  /** Of arrays; undefined where the declaration leaves it open. */
  readonly length: Expression | undefined;
}

/** Fields of a record in order. */
export type RecordShape = ReadonlyMap<string, Shape>;

/** `undefined` stands for a constant whose value is not known, such as an imaginary number. */
export type ConstantValue = string | number | boolean | null | undefined;

export interface Constant extends Span {
  readonly kind: "constant";
  readonly value: ConstantValue;
}

export interface Name extends Span {
  readonly kind: "name";
  readonly name: string;
}

export interface Member extends Span {
  readonly kind: "member";
  readonly object: Expression;
  readonly name: string;
}

export interface Index extends Span {
  readonly kind: "index";
  readonly object: Expression;
  readonly index: Expression;
}

export interface Argument {
  readonly value: Expression;
  /** `""` for a positional argument. */
  readonly name: string;
  readonly spread: boolean;
}

export interface Call extends Span {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** Written with `new`. */
  readonly construct: boolean;
}

/** A string put together from parts in order: interpolation, or a chain of the language's concatenation operator. */
export interface Text extends Span {
  readonly kind: "text";
  readonly parts: readonly Expression[];
  /** Parts become text whatever they are; false for `+`, which also adds numbers and joins lists. */
  readonly always: boolean;
}

/** A formatted text: `template` holds place-holders that `values` fill. */
export interface Format extends Span {
  readonly kind: "format";
  readonly template: Expression;
  readonly values: readonly Argument[];
}

/** Arithmetic on two operands; `operator` as the language writes it. */
export interface Binary extends Span {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  /** An operand may be an address, and the result then leads to the same memory. */
  readonly address?: boolean;
}

export type Relation = "equal" | "unequal" | "less" | "in" | "not-in" | "instance";

export interface Compare extends Span {
  readonly kind: "compare";
  readonly relation: Relation;
  readonly left: Expression;
  readonly right: Expression;
  /** Of `less`, where it is known which order is asked for. */
  readonly order?: "<" | "<=" | ">" | ">=";
}

/** Short-circuit operators; `default` keeps the left operand unless it is absent. */
export interface Logical extends Span {
  readonly kind: "logical";
  readonly operator: "and" | "or" | "default";
  readonly operands: readonly Expression[];
}

export interface Not extends Span {
  readonly kind: "not";
  readonly operand: Expression;
}

export interface Conditional extends Span {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly consequence: Expression;
  readonly otherwise: Expression;
}

export interface List extends Span {
  readonly kind: "list";
  readonly items: readonly { readonly value: Expression; readonly spread: boolean }[];
  /** What a function with several results gives back: the last one tells whether it succeeded. */
  readonly results?: boolean;
}

export interface Entry {
  /** A string for a fixed key, an expression for a computed one, undefined for a spread. */
  readonly key: string | Expression | undefined;
  readonly value: Expression;
}

export interface Record extends Span {
  readonly kind: "record";
  readonly entries: readonly Entry[];
}

/** A function or class written where a value stands: its number in the file. */
export interface FunctionValue extends Span {
  readonly kind: "function";
  readonly index: number;
}

export interface ClassValue extends Span {
  readonly kind: "class";
  readonly index: number;
}

export interface Assignment extends Span {
  readonly kind: "assignment";
  readonly target: Pattern;
  readonly value: Expression;
  /** The expression gives what the target was before. */
  readonly late?: boolean;
}

/**
 * A value that stands for its operand: await, a cast, a parenthesis that had to be kept; its address, or what lies at it. `answer`: a call whose result
 * may be asked later what the call has shown; `present`: something that is known not to be nothing.
 */
export interface Wrapped extends Span {
  readonly kind: "wrapped";
  readonly how: "await" | "yield" | "delegate" | "type-name" | "cast" | "address" | "content" | "answer" | "present";
  readonly operand: Expression;
  /** Of a cast. */
  readonly shape?: Shape;
}

/** The bytes that a type or the type of an expression takes; the expression is not evaluated. */
export interface Size extends Span {
  readonly kind: "size";
  readonly shape: Shape | undefined;
  /** Set where `shape` is not. */
  readonly operand: Expression | undefined;
}

/** Expressions evaluated in order; the last one is the value. */
export interface Sequence extends Span {
  readonly kind: "sequence";
  readonly items: readonly Expression[];
}

/** A new collection of what `body` gives for every element of the sources. */
export interface Comprehension extends Span {
  readonly kind: "comprehension";
  readonly clauses: readonly { readonly pattern: Pattern; readonly source: Expression }[];
  readonly tests: readonly Expression[];
  /** Empty for a list, otherwise the key of a dictionary. */
  readonly key: Expression | undefined;
  readonly body: Expression;
}

export interface Regex extends Span {
  readonly kind: "regex";
  readonly source: string;
  readonly flags: string;
}

/** A module as a value, `require("x")`. */
export interface Module extends Span {
  readonly kind: "module";
  readonly specifier: string;
}

/** What the lowering knows no better; the operands are evaluated and the value carries what they carry. */
export interface Unknown extends Span {
  readonly kind: "unknown";
  readonly operands: readonly Expression[];
}

export type Expression =
  | Constant
  | Name
  | Member
  | Index
  | Call
  | Text
  | Format
  | Binary
  | Compare
  | Logical
  | Not
  | Conditional
  | List
  | Record
  | FunctionValue
  | ClassValue
  | Assignment
  | Wrapped
  | Size
  | Sequence
  | Comprehension
  | Regex
  | Module
  | Unknown;

/**
 * What an assignment writes to. `results`: a call gave all of them; of a call that is not known to give several the first item gets everything, the
 * others nothing.
 */
export type Pattern =
  | (Span & { readonly kind: "name"; readonly name: string })
  | (Span & { readonly kind: "place"; readonly place: Expression })
  | (Span & { readonly kind: "list"; readonly items: readonly Pattern[]; readonly results?: boolean })
  | (Span & { readonly kind: "record"; readonly entries: readonly { readonly key: string; readonly pattern: Pattern }[] })
  | (Span & { readonly kind: "rest"; readonly pattern: Pattern })
  | (Span & { readonly kind: "default"; readonly pattern: Pattern; readonly value: Expression });

import type { Call, Compare, ConstantValue, Expression } from "#analysis/ir/expression.ts";
import type { ClassIr, FileIr, FunctionIr } from "#analysis/ir/file.ts";
import type { Models } from "#analysis/models/compile.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import type { Kind, Label, SinkModel } from "#analysis/models/schema.ts";

/** One link of a trace, newest first. */
export interface Step {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly note: string;
  readonly previous: Step | undefined;
  /** Links up to this one. */
  readonly length: number;
}

export interface SourceOrigin {
  readonly kind: "source";
  readonly label: Label;
  readonly note: string;
}

/** The parameter of the function under analysis, or what lies at a path below it. */
export interface ParameterOrigin {
  readonly kind: "parameter";
  /** Identity of the function under analysis. */
  readonly owner: object;
  readonly index: number;
  readonly path: readonly string[];
}

/** What a value is of the thing that came in: `value` the thing itself, `part` something cut from it. */
export type Facet = "value" | "address" | "host" | "normal" | "relative" | "part";

/** Something untrusted that a value carries. */
export interface Taint {
  /** Equal for two readings of the same thing. */
  readonly key: string;
  readonly origin: SourceOrigin | ParameterOrigin;
  /** Bits of the kinds for which it was made harmless. */
  readonly cleared: number;
  readonly facet: Facet;
  /** It stands inside other text. */
  readonly embedded: boolean;
  readonly step: Step;
}

/** A piece of a text: fixed, or put in. */
export interface Part {
  readonly text: string | undefined;
  readonly taints: readonly Taint[];
  /** Not known, but of a harmless form: a number, a hash, one of several fixed texts. */
  readonly plain?: boolean;
}

export interface Callable {
  readonly unit: FileUnit;
  readonly index: number;
  /** The frame around a nested function; undefined for one that stands by itself. */
  readonly closure: Frame | undefined;
  /** The object of a bound method. */
  readonly self: Value | undefined;
}

/** What is known of one value at one point of a program. Never changed once made. */
export interface Value {
  readonly taints: readonly Taint[];
  /** `""` where unknown. */
  readonly type: string;
  /** Name in a library, `""` for none. */
  readonly path: string;
  /** Undefined where not constant. */
  readonly constant: ConstantValue;
  readonly parts: readonly Part[] | undefined;
  readonly fields: ReadonlyMap<string, Value> | undefined;
  /** What lies under keys that are not known. */
  readonly elements: Value | undefined;
  readonly functions: readonly Callable[];
  readonly module: FileUnit | undefined;
  /** The class itself. */
  readonly class: ClassUnit | undefined;
  /** The class that it is an object of. */
  readonly instance: ClassUnit | undefined;
  /** The place below a parameter that it stands for. */
  readonly symbol: ParameterOrigin | undefined;
  /** The test that gave it. */
  readonly test: Expression | undefined;
  readonly regex: { readonly source: string; readonly flags: string } | undefined;
}

/**
 * What is known at one point: a layer over what was known where the branches parted. Layers make a branch cost what it changes and not what it could see.
 */
export interface State {
  /** Written by `writeValue` alone: layers that change nothing share one map. */
  values: ReadonlyMap<string, Value>;
  /** Bits of kinds by key of taint: what checks have shown. Written by `writeGuard` alone. */
  guards: ReadonlyMap<string, number>;
  readonly base: State | undefined;
  /** Control does not get here. */
  dead: boolean;
}

/** One argument of a call that is under way. */
export interface Given {
  readonly value: Value;
  /** `""` by place, `**` for a spread record. */
  readonly name: string;
  readonly spread: boolean;
  readonly node: Expression | undefined;
}

/** A call whose callee and arguments have been evaluated. */
export interface Prepared {
  readonly callee: Value;
  /** The object of a method. */
  readonly self: Value | undefined;
  readonly given: readonly Given[];
  /** What models may call it, most certain first. */
  readonly references: readonly string[];
  /** The last name in front of the method. */
  readonly object: string;
}

/** What the operands of a statement's tests gave when they were evaluated: what a test shows is asked right after that, once for each answer. */
export interface Seen {
  readonly calls: Map<Call, Prepared>;
  readonly compared: Map<Compare, Compared>;
}

/** The sides of a comparison. */
export interface Compared {
  readonly left: Value;
  readonly right: Value;
}

/** One function while it runs. */
export interface Frame {
  readonly unit: FileUnit;
  readonly code: FunctionIr;
  readonly parent: Frame | undefined;
  state: State;
  returned: Value | undefined;
  /** What the messages of errors that leave the code so far repeat: of the function, or of the `try` that it is in. */
  thrown: readonly Taint[];
  /** Guards that hold whenever the function comes back, and whenever it comes back with a true or false answer. */
  readonly ends: { guards: ReadonlyMap<string, number>; answer: boolean | undefined }[];
  /** States of breaks and continues of the open loops, innermost last. */
  readonly jumps: State[][];
  /** Functions that were met as values; those never called are looked at when this one ends. */
  readonly nested: Callable[];
  /** How many functions are evaluated inside one another. */
  readonly depth: number;
  /** See {@link Seen}; undefined when nothing is kept. */
  seen: Seen | undefined;
  /** What was written to the memory that parameters lead to, by the parameter's name. */
  readonly filled: Map<string, Value>;
  /** Of the nested function that runs, or that this is in; undefined outside of nested functions. */
  readonly recording: Recording | undefined;
  /** Calls of functions that stand in it which need not be followed again, by the function's number. */
  repeatable: Map<number, Repeatable[]> | undefined;
}

/** What a nested function that runs asks of the frames that were there before it. */
export interface Recording {
  /** That of the function that called it. */
  readonly outer: Recording | undefined;
  readonly reads: Map<Frame, Map<string, Value | undefined>>;
  readonly guards: Map<Frame, Map<string, number>>;
  /** How deep functions were evaluated inside one another, at most. */
  deepest: number;
  /** Something was left out because it lay too deep. */
  limited: boolean;
  /** It leaves those frames as they were. */
  repeatable: boolean;
}

/** A call of a nested function that would do and give the same again, as long as what it rests on is the same. */
export interface Repeatable {
  /** What was summed up while it ran. */
  readonly summary: Summary;
  /** See {@link Engine.changes}. */
  readonly changes: number;
  readonly depth: number;
  /** The value of each parameter. */
  readonly given: readonly Value[];
  readonly recording: Recording;
  readonly returned: Value;
  readonly thrown: readonly Taint[];
}

/** One file under analysis. */
export interface FileUnit {
  readonly path: string;
  readonly text: string;
  readonly pack: LanguagePack;
  /** Made when first asked for. */
  readonly ir: FileIr;
  /** `ir` was asked for. */
  readonly lowered: boolean;
  readonly models: Models;
  /** The module body's frame once it has run, or while it runs. */
  frame: Frame | undefined;
  state: "new" | "running" | "done";
  readonly exports: Map<string, Value>;
  /** Modules all of whose exports this one exports too. */
  readonly exportsFrom: FileUnit[];
  /** By function number. */
  readonly summaries: Map<number, Summary>;
  readonly classes: Map<number, ClassUnit>;
  /** Numbers of nested functions that were called somewhere. */
  readonly visited: Set<number>;
  /** By number of a function that a framework calls. */
  readonly handlers: Map<number, Handled>;
  /** Members that were set to values or classes of a known type, and functions that return such: `name=type`. */
  readonly settings: Set<string>;
  /** Steps left for this file. */
  steps: number;
  exhausted: boolean;
  /** What was not followed in it though there were steps left, in words. */
  readonly gaps: Set<string>;
}

/** What a framework gives a function that it calls. */
export interface Handled {
  /** Of the parameters in order, without the object of a method; `""` where nothing is known. */
  readonly types: readonly string[];
  /** What comes in was turned into the declared types before, or refused. */
  readonly converts: boolean;
}

export interface ClassUnit {
  readonly unit: FileUnit;
  readonly ir: ClassIr;
  readonly bases: readonly ClassUnit[];
  /** The type that the models know for its objects, `""` for none. */
  readonly type: string;
  /** Library names of its bases. */
  readonly basePaths: readonly string[];
  readonly closure: Frame | undefined;
  /** Methods of it that stand in other files. */
  readonly parts: readonly ClassPart[];
  /** What fields of its objects are known to hold, whatever the object. */
  readonly fields: Map<string, Value>;
}

/** Something untrusted in a place where it must not be. */
export interface Hit {
  readonly kind: Kind;
  readonly bit: number;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly sink: string;
  readonly taint: Taint;
  /** The text that reached the sink begins with it. */
  readonly leads: boolean;
  /** See `labels` of sinks in the models' schema. */
  readonly labels: SinkModel["labels"];
}

/** What calling a function does, in terms of its parameters. */
export interface Summary {
  /** Identity of the parameters in it. */
  readonly owner: object;
  state: "running" | "done";
  /** It was asked for while it was being made. */
  recursive: boolean;
  returned: Value;
  /** What the messages of its errors repeat. */
  thrown: readonly Taint[];
  readonly hits: Hit[];
  /** Fields that it sets on what its parameters hold, by parameter number. */
  written: ReadonlyMap<number, ReadonlyMap<string, Value>>;
  /** What it leaves in the memory that its parameters lead to, by parameter number. */
  filled: ReadonlyMap<number, Value>;
  /** By key of a parameter's taint, see guards of a state: after any return, and after a true or false answer. */
  always: ReadonlyMap<string, number>;
  whenTrue: ReadonlyMap<string, number>;
  whenFalse: ReadonlyMap<string, number>;
}

/** What the files of one package declare outside of functions. */
export interface PackageNames {
  /** Files that declare a name, in the order of their paths: several where files are for different systems. */
  readonly declared: ReadonlyMap<string, readonly FileUnit[]>;
  /** Methods that stand apart from the class of that name. */
  readonly parts: ReadonlyMap<string, readonly ClassPart[]>;
}

export interface ClassPart {
  readonly unit: FileUnit;
  readonly ir: ClassIr;
}

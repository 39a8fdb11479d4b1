import type { Expression, Pattern, RecordShape, Shape, Span } from "./expression.ts";
import type { Statement } from "./statement.ts";

export interface Parameter extends Span {
  /** `""` where the parameter is taken apart. */
  readonly name: string;
  readonly pattern: Pattern;
  readonly default: Expression | undefined;
  /** `rest` takes the remaining positional arguments, `keywords` the remaining named ones. */
  readonly takes: "one" | "rest" | "keywords";
  /** The declared type as written, `""` for none. */
  readonly annotation: string;
  readonly decorators: readonly Expression[];
  readonly shape?: Shape;
}

export interface FunctionIr extends Span {
  readonly index: number;
  /** `""` for one without a name. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  /** The function around it; -1 for the module body, which is function 0. */
  readonly parent: number;
  /** The class whose method it is; -1 for none. A method's first parameter is its object unless `static`. */
  readonly class: number;
  readonly static: boolean;
  readonly generator: boolean;
  /** Names that this function declares; all others belong to a function around it. */
  readonly locals: ReadonlySet<string>;
  /** Lets the body go: who asks for it again gets one made anew, in which what lies inside has other numbers. */
  forget(): void;
  /** What it gives back, where that is declared. */
  readonly returns?: Shape;
  /** Only this file can call it. */
  readonly private?: boolean;
}

export interface ClassIr extends Span {
  readonly index: number;
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly decorators: readonly Expression[];
  /** Function numbers. */
  readonly methods: readonly number[];
  /** What runs when the class is made: fields with values as assignments to plain names. */
  readonly body: readonly Statement[];
  /** Only methods stand here: the class itself is declared in another file. */
  readonly partial?: boolean;
}

/** One file in the form that every language shares. */
export interface FileIr {
  readonly path: string;
  /** Index 0 is the module body. What lies inside a function may come only when its body is asked for, see {@link everyFunction}. */
  readonly functions: readonly FunctionIr[];
  readonly classes: readonly ClassIr[];
  /** Every global name can be imported; false where only exports can. */
  readonly openModule: boolean;
  readonly constructorName: string;
  /** Places that were left out because they are nested too deep: offsets. */
  readonly tooDeep: readonly number[];
  /** Names behind which the language puts other text before it is compiled: a call of one may do anything to the variables around it. */
  readonly macros?: ReadonlySet<string>;
  /** A function that nobody here knows may take its arguments by reference and write to them. */
  readonly byReference?: boolean;
  /** The declared type of a variable says what it holds. */
  readonly typed?: boolean;
  /** Methods of one name that take other arguments stand side by side; otherwise the first one counts. */
  readonly overloads?: boolean;
  /** The package that the file is part of, where those of a folder know each other. */
  readonly package?: string;
  /** Records by name, where types are declared. */
  readonly records?: ReadonlyMap<string, RecordShape>;
}

/** The functions of a file, also those inside functions that nobody has looked at. */
export function everyFunction({ functions }: FileIr): readonly FunctionIr[] {
  // Asking for a body may add to the list.
  for (let index = 0; index < functions.length; index++) void functions[index]?.body;
  return functions;
}

import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { ClassIr, FileIr, FunctionIr } from "#analysis/ir/file.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";

/** Deepest nesting that is lowered; what lies deeper becomes an unknown value and is reported. */
const MAX_DEPTH = 160;

/** A language's own lowering; passed in because expressions hold functions, which hold statements, which hold expressions. */
export interface Parts {
  readonly expression: (builder: Builder, node: NodeId) => Expression;
  readonly block: (builder: Builder, node: NodeId, only?: readonly NodeId[]) => Statement[];
  readonly statement: (builder: Builder, node: NodeId) => Statement[];
}

/** What a lowering collects while it walks one tree. */
export interface Builder {
  readonly tree: SyntaxTree;
  readonly parts: Parts;
  /** Those that are open are missing. The names of closed ones may still change. */
  readonly functions: (Omit<FunctionIr, "name"> & { name: string })[];
  readonly classes: ClassIr[];
  /** Names declared in the functions that are open, innermost last. */
  scopes: Set<string>[];
  /** Numbers of the open functions, innermost last. */
  open: number[];
  readonly tooDeep: number[];
  /** See {@link nameAt}. */
  readonly names: Map<string, string>;
  /** Bodies of functions wait until somebody asks for them: nothing in the tree is too deep, so that there is nothing to tell of what nobody looks at. */
  readonly waits: boolean;
  depth: number;
}

/** Most levels of lowering that one level of a tree gives. */
const LEVELS = 3;

export function createBuilder(tree: SyntaxTree, parts: Parts): Builder {
  const waits = depthOf(tree) * LEVELS < MAX_DEPTH;
  return { tree, parts, functions: [], classes: [], scopes: [], open: [], tooDeep: [], names: new Map(), waits, depth: 0 };
}

/** Levels below the root. */
function depthOf({ parents, count }: SyntaxTree): number {
  const depths = new Uint16Array(count);
  let deepest = 0;
  for (let node = 1; node < count; node++) {
    const depth = (depths[parents[node] as number] as number) + 1;
    depths[node] = depth;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

export function lowerExpression(builder: Builder, node: NodeId): Expression {
  return builder.parts.expression(builder, node);
}

export function lowerBlock(builder: Builder, node: NodeId, only?: readonly NodeId[]): Statement[] {
  return builder.parts.block(builder, node, only);
}

export function lowerStatement(builder: Builder, node: NodeId): Statement[] {
  return builder.parts.statement(builder, node);
}

/** The text of a node that will be compared with others: equal ones are one string, whose digest is made once. */
export function nameAt({ tree, names }: Builder, node: NodeId): string {
  const text = textOf(tree, node);
  const known = names.get(text);
  if (known !== undefined) return known;
  names.set(text, text);
  return text;
}

/** A list that will stay: without the room that lists get which grow. */
export function compact<T>(list: readonly T[]): T[] {
  return list.slice();
}

/** One level deeper, to be left by `depth--`; past the bound false, and the place is noted. */
export function descend(builder: Builder, node: NodeId): boolean {
  if (builder.depth >= MAX_DEPTH) {
    builder.tooDeep.push(builder.tree.starts[node] as number);
    return false;
  }
  builder.depth++;
  return true;
}

/** Runs `lower` one level deeper; past the bound gives `otherwise` and notes the place. */
export function deeper<T>(builder: Builder, node: NodeId, otherwise: T, lower: () => T): T {
  if (!descend(builder, node)) return otherwise;
  const result = lower();
  builder.depth--;
  return result;
}

/** Opens a function so that its number is known to what stands inside; {@link closeFunction} replaces the place-holder. */
export function openFunction(builder: Builder): { readonly index: number; readonly parent: number } {
  const index = builder.functions.length;
  const parent = builder.open.at(-1) ?? -1;
  builder.functions.push(undefined as unknown as FunctionIr);
  builder.open.push(index);
  builder.scopes.push(new Set());
  return { index, parent };
}

/** The part of a function that comes when it is asked for. Accessors of their own would make each function a table of its own, ten times as large. */
class LazyBody implements Pick<FunctionIr, "body" | "locals" | "forget"> {
  readonly #builder: Builder;
  readonly #parent: number;
  readonly #index: number;
  readonly #depth: number;
  readonly #locals: Set<string>;
  readonly #lowerBody: (locals: Set<string>) => readonly Statement[];
  #body: readonly Statement[] | undefined;
  #declared = false;

  constructor(
    builder: Builder,
    { index, parent }: Pick<FunctionIr, "index" | "parent">,
    locals: Set<string>,
    lowerBody: (locals: Set<string>) => readonly Statement[],
  ) {
    this.#builder = builder;
    this.#parent = parent;
    this.#index = index;
    this.#depth = builder.depth;
    this.#locals = locals;
    this.#lowerBody = lowerBody;
  }

  get body(): readonly Statement[] {
    if (this.#body !== undefined) return this.#body;
    const builder = this.#builder;
    const { open, scopes, depth } = builder;
    const around = [this.#index];
    for (let outer = this.#parent; outer >= 0; outer = builder.functions[outer]?.parent ?? -1) around.unshift(outer);
    Object.assign(builder, { open: around, scopes: [this.#locals], depth: this.#depth });
    const body = this.#lowerBody(this.#locals);
    this.#body = body;
    this.#declared = true;
    Object.assign(builder, { open, scopes, depth });
    return body;
  }

  get locals(): ReadonlySet<string> {
    if (!this.#declared) void this.body;
    return this.#locals;
  }

  forget(): void {
    if (this.#builder.waits) this.#body = undefined;
  }
}

/** `lowerBody` runs at once, or when the body or the names are first asked for. */
export function closeFunction(
  builder: Builder,
  head: Omit<FunctionIr, "body" | "locals" | "forget">,
  lowerBody: (locals: Set<string>) => readonly Statement[],
): void {
  const locals = builder.scopes.pop() ?? new Set<string>();
  builder.open.pop();
  const lazy = new LazyBody(builder, head, locals, lowerBody);
  const code = Object.assign(lazy, head);
  builder.functions[head.index] = code;
  // What the module declares is asked for before it runs.
  if (!builder.waits || head.parent < 0) void code.body;
}

/** Lowers what the file itself runs, as its first function; what was collected on the way is the file's. */
export function lowerModule(
  builder: Builder,
  lowerBody: () => readonly Statement[],
): Pick<FileIr, "functions" | "classes" | "tooDeep"> {
  const head = {
    ...openFunction(builder),
    ...spanOf(builder, 0),
    name: "",
    parameters: [],
    decorators: [],
    class: -1,
    static: false,
    generator: false,
  };
  closeFunction(builder, head, lowerBody);
  const { functions, classes, tooDeep } = builder;
  return { functions, classes, tooDeep };
}

/** Gives a closed function another name. */
export function renameFunction(builder: Builder, index: number, name: string): void {
  const known = builder.functions[index];
  if (known !== undefined) known.name = name;
}

export function declare(builder: Builder, name: string): void {
  builder.scopes.at(-1)?.add(name);
}

/** Adds every plain name of a pattern to the innermost function. */
export function declarePattern(builder: Builder, pattern: Pattern): void {
  switch (pattern.kind) {
    case "name":
      declare(builder, pattern.name);
      break;
    case "list":
      for (const item of pattern.items) declarePattern(builder, item);
      break;
    case "record":
      for (const entry of pattern.entries) declarePattern(builder, entry.pattern);
      break;
    case "rest":
    case "default":
      declarePattern(builder, pattern.pattern);
      break;
    case "place":
      break;
  }
}

export function nothing(builder: Builder, node: NodeId): Expression {
  return {
    kind: "constant",
    start: builder.tree.starts[node] as number,
    end: builder.tree.ends[node] as number,
    value: undefined,
  };
}

export function spanOf(builder: Builder, node: NodeId): { start: number; end: number } {
  return { start: builder.tree.starts[node] as number, end: builder.tree.ends[node] as number };
}

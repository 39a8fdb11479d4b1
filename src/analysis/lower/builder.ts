import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { ClassIr, FunctionIr } from "#analysis/ir/file.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";

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
  readonly functions: FunctionIr[];
  readonly classes: ClassIr[];
  /** Names declared in the functions that are open, innermost last. */
  readonly scopes: Set<string>[];
  /** Numbers of the open functions, innermost last. */
  readonly open: number[];
  readonly tooDeep: number[];
  depth: number;
}

export function createBuilder(tree: SyntaxTree, parts: Parts): Builder {
  return { tree, parts, functions: [], classes: [], scopes: [], open: [], tooDeep: [], depth: 0 };
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

/** Runs `lower` one level deeper; past the bound gives `otherwise` and notes the place. */
export function deeper<T>(builder: Builder, node: NodeId, otherwise: T, lower: () => T): T {
  if (builder.depth >= MAX_DEPTH) {
    builder.tooDeep.push(builder.tree.starts[node] as number);
    return otherwise;
  }
  builder.depth++;
  const result = lower();
  builder.depth--;
  return result;
}

/** Opens a function so that its number is known to what stands inside; `finish` replaces the place-holder. */
export function openFunction(builder: Builder): {
  readonly index: number;
  readonly parent: number;
  readonly locals: Set<string>;
} {
  const index = builder.functions.length;
  const parent = builder.open.at(-1) ?? -1;
  const locals = new Set<string>();
  builder.functions.push(undefined as unknown as FunctionIr);
  builder.open.push(index);
  builder.scopes.push(locals);
  return { index, parent, locals };
}

export function closeFunction(builder: Builder, lowered: FunctionIr): void {
  builder.functions[lowered.index] = lowered;
  builder.open.pop();
  builder.scopes.pop();
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

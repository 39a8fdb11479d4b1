import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { NAMED, NONE } from "#analysis/parse/tree.ts";
import { type Constants, constantsOf } from "./constants.ts";
import { type Grammar, grammarOf, headOf, isKind, tailOf, unwrap } from "./grammar.ts";
import { type Imports, importsOf } from "./imports.ts";
import { rawContent } from "./string-value.ts";

/** What the matcher knows of one tree beyond its nodes; each part is worked out when first asked for. */
export interface Facts {
  readonly tree: SyntaxTree;
  readonly grammar: Grammar;
  imports(): Imports;
  constants(): Constants;
  /** 1 for nodes that are statements. */
  statements(): Uint8Array;
  /** Innermost function or class around each node, -1 for none. */
  scopes(): Int32Array;
  /** Constant text of an expression: a literal, literals joined, or a name bound once to one; undefined otherwise. */
  constantText(node: NodeId): string | undefined;
}

/** Most literals joined into one constant. */
const MAX_PIECES = 200;

/** `constants: false`: names stand for nothing but themselves. */
export function factsOf(tree: SyntaxTree, options: { readonly constants?: boolean } = {}): Facts {
  const grammar = grammarOf(tree);
  const binary = grammar.kinds("binary_operator", "binary_expression");
  let imports: Imports | undefined;
  let constants: Constants | undefined;
  let statements: Uint8Array | undefined;
  let scopes: Int32Array | undefined;

  const facts: Facts = {
    tree,
    grammar,
    imports: () => (imports ??= importsOf(tree, grammar)),
    constants: () =>
      (constants ??= options.constants === false ? { valueOf: () => NONE } : constantsOf(tree, grammar, facts.scopes())),
    statements: () => (statements ??= markStatements(tree, grammar)),
    scopes: () => (scopes ??= markScopes(tree, grammar)),
    constantText(node) {
      let text = "";
      const stack: NodeId[] = [node];
      for (let pieces = 0; stack.length > 0; pieces++) {
        if (pieces > MAX_PIECES) return undefined;
        const current = unwrap(tree, grammar, stack.pop() as NodeId);
        if (isKind(tree, current, grammar.string)) {
          const content = rawContent(tree, current);
          if (content === undefined) return undefined;
          text += content;
        } else if (isKind(tree, current, binary)) {
          const left = tree.after[current] === current + 1 ? NONE : current + 1;
          const operator = left === NONE ? NONE : (tree.after[left] as number);
          const right = operator === NONE ? NONE : (tree.after[operator] as number);
          if (right === NONE || right >= (tree.after[current] as number) || tree.text[tree.starts[operator] as number] !== "+")
            return undefined;
          stack.push(right, left);
        } else if (isKind(tree, current, grammar.identifier)) {
          const value = facts.constants().valueOf(current);
          if (value === NONE) return undefined;
          stack.push(value);
        } else return undefined;
      }
      return text;
    },
  };
  return facts;
}

function markStatements(tree: SyntaxTree, grammar: Grammar): Uint8Array {
  const marks = new Uint8Array(tree.count);
  const kinds = Uint8Array.from(tree.kindNames, (name) =>
    /_(?:statement|declaration)$/.test(name) && name !== "as_pattern" ? 1 : 0,
  );
  for (let node = 1; node < tree.count; node++) {
    if (((tree.flags[node] as number) & NAMED) === 0) continue;
    const kind = tree.kinds[node] as number;
    if (grammar.comment[kind] === 1) continue;
    if (kinds[kind] === 1 || isKind(tree, tree.parents[node] as number, grammar.block)) marks[node] = 1;
  }
  return marks;
}

function markScopes(tree: SyntaxTree, grammar: Grammar): Int32Array {
  const scopes = new Int32Array(tree.count).fill(NONE);
  for (let node = 1; node < tree.count; node++) {
    const parent = tree.parents[node] as number;
    const opens = isKind(tree, parent, grammar.frame) || isKind(tree, parent, grammar.class);
    scopes[node] = opens ? parent : (scopes[parent] as number);
  }
  return scopes;
}

/** Last name of a callee or dotted name: the node whose text the rule index is keyed by, or NONE. */
export function lastName(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId {
  let current = node;
  for (let hops = 0; hops < 8; hops++) {
    if (isKind(tree, current, grammar.identifier)) return current;
    if (isKind(tree, current, grammar.member)) return tailOf(tree, grammar, current);
    const inner = isKind(tree, current, grammar.call) ? headOf(tree, grammar, current) : unwrap(tree, grammar, current);
    if (inner === current || inner === NONE) return NONE;
    current = inner;
  }
  return NONE;
}

import {
  childByField,
  descendants,
  enclosing,
  fieldOf,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

export const CALLS = ["call", "call_expression", "new_expression"];
export const FUNCTION_KINDS = [
  "function_definition",
  "lambda",
  "function_declaration",
  "generator_function_declaration",
  "method_definition",
  "function_expression",
  "generator_function",
  "arrow_function",
];

/** What a call calls; NONE for a call without a name. */
export function calleeOf(tree: SyntaxTree, call: NodeId): NodeId {
  return childByField(tree, call, kindOf(tree, call) === "new_expression" ? "constructor" : "function");
}

/** Longest end of a callee's text that is looked at: chains of calls repeat themselves in it. */
const CALLEE = 400;

/** Text of what is called, blanks left out: `os.system`. Of a long chain the end. */
export function calleeText(tree: SyntaxTree, call: NodeId): string {
  const callee = calleeOf(tree, call);
  if (callee === NONE) return "";
  const end = tree.ends[callee] as number;
  return tree.text.slice(Math.max(tree.starts[callee] as number, end - CALLEE), end).replace(/\s+|\?(?=\.)/g, "");
}

/** Positional and keyword arguments, comments left out. */
export function argumentsOf(tree: SyntaxTree, call: NodeId): NodeId[] {
  const list = childByField(tree, call, "arguments");
  if (list === NONE) return [];
  if (kindOf(tree, list) === "template_string") return [list];
  return namedChildren(tree, list).filter((node) => !tree.pack.comments.includes(kindOf(tree, node)));
}

/** The text between the quotes of a plain string; undefined for anything else. */
export function stringValue(tree: SyntaxTree, node: NodeId): string | undefined {
  const kind = kindOf(tree, node);
  if (kind !== "string" && kind !== "template_string") return undefined;
  if (descendants(tree, node, ["interpolation", "template_substitution"]).length > 0) return undefined;
  return textOf(tree, node)
    .replace(/^[a-z]*("""|'''|["'`])/i, "")
    .replace(/("""|'''|["'`])$/, "");
}

/** The innermost function around a node, or NONE at module level. */
export function functionOf(tree: SyntaxTree, node: NodeId): NodeId {
  return enclosing(tree, parentOf(tree, node), FUNCTION_KINDS);
}

/** Nodes of these kinds that belong to a function itself, not to one inside it. */
export function ownDescendants(tree: SyntaxTree, owner: NodeId, kinds: readonly string[]): NodeId[] {
  return descendants(tree, owner, kinds).filter((node) => node !== owner && functionOf(tree, node) === owner);
}

/** Names of the parameters in order; one that is a pattern or has no name is left out. */
export function parameterNames(tree: SyntaxTree, declaration: NodeId): string[] {
  return parameterNodes(tree, declaration).flatMap((node) => {
    const name = parameterName(tree, node);
    return name === undefined ? [] : [name];
  });
}

export function parameterNodes(tree: SyntaxTree, declaration: NodeId): NodeId[] {
  const single = childByField(tree, declaration, "parameter");
  if (single !== NONE) return [single];
  const list = childByField(tree, declaration, "parameters");
  if (list === NONE) return [];
  return namedChildren(tree, list).filter((node) => !tree.pack.comments.includes(kindOf(tree, node)));
}

export function parameterName(tree: SyntaxTree, node: NodeId): string | undefined {
  if (kindOf(tree, node) === "identifier") return textOf(tree, node);
  for (const field of ["name", "pattern", "left"]) {
    const inner = childByField(tree, node, field);
    if (inner !== NONE) return parameterName(tree, inner);
  }
  const [first] = namedChildren(tree, node);
  const wraps = /^(?:typed_parameter|list_splat_pattern|dictionary_splat_pattern|rest_pattern)$/.test(kindOf(tree, node));
  return wraps && first !== undefined ? parameterName(tree, first) : undefined;
}

/** Every assignment with a value: the left side's text, and the value. */
export function assignments(tree: SyntaxTree): { readonly node: NodeId; readonly left: string; readonly right: NodeId }[] {
  return descendants(tree, 0, ["assignment", "assignment_expression", "variable_declarator"]).flatMap((node) => {
    const declarator = kindOf(tree, node) === "variable_declarator";
    const left = childByField(tree, node, declarator ? "name" : "left");
    const right = childByField(tree, node, declarator ? "value" : "right");
    return left === NONE || right === NONE ? [] : [{ node, left: textOf(tree, left), right }];
  });
}

/** Identifiers in a subtree that stand for a value: no property names, no keywords of arguments. */
export function namesIn(tree: SyntaxTree, node: NodeId): string[] {
  return descendants(tree, node, ["identifier", "shorthand_property_identifier"])
    .filter((each) => {
      const parent = parentOf(tree, each);
      const field = fieldOf(tree, each);
      if (parent === NONE || each === node) return true;
      return !(field === "attribute" || (field === "name" && kindOf(tree, parent) === "keyword_argument"));
    })
    .map((each) => textOf(tree, each));
}

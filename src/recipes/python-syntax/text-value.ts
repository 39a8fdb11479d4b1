import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, enclosing, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { calleeOf, methodName, unwrap } from "./calls.ts";
import { canonicalName, dottedName } from "./names.ts";
import { localValue } from "./scope.ts";

const TEXT_FUNCTIONS =
  /^(str|input|repr|os\.getcwd|os\.getenv|os\.path\.(join|abspath|basename|dirname|realpath|normpath|expanduser)|shlex\.quote|pipes\.quote|tempfile\.mktemp)$/;
const TEXT_METHODS =
  /^(strip|lstrip|rstrip|lower|upper|replace|format|join|decode|title|hexdigest|removeprefix|removesuffix|strftime|isoformat|as_posix)$/;
const TEXT_SOURCES = /^(sys\.argv|os\.environ|(flask\.)?request\.(args|form|values|cookies|headers|GET|POST)|self\.path)$/;

/** True when the expression surely gives a `str`. */
export function isText(tree: SyntaxTree, expression: NodeId, steps = 4): boolean {
  const node = unwrap(tree, expression);
  if (node === NONE || steps === 0) return false;
  switch (kindOf(tree, node)) {
    case "string":
    case "concatenated_string":
      return !/^[a-z]*b/i.test(textOf(tree, node));
    case "binary_operator":
      return isText(tree, childByField(tree, node, "left"), steps - 1);
    case "call": {
      const callee = calleeOf(tree, node);
      if (TEXT_FUNCTIONS.test(canonicalName(tree, callee) ?? "") || TEXT_METHODS.test(methodName(tree, node) ?? "")) return true;
      return methodName(tree, node) === "get" && TEXT_SOURCES.test(dottedName(tree, childByField(tree, callee, "object")) ?? "");
    }
    case "subscript":
      return TEXT_SOURCES.test(canonicalName(tree, childByField(tree, node, "value")) ?? "");
    case "identifier":
      return isTextParameter(tree, node) || isText(tree, localValue(tree, node)?.value ?? NONE, steps - 1);
    default:
      return false;
  }
}

/** `name: str` or `name="…"` in the function around. */
function isTextParameter(tree: SyntaxTree, identifier: NodeId): boolean {
  const definition = enclosing(tree, identifier, ["function_definition"]);
  if (definition === NONE) return false;
  return namedChildren(tree, childByField(tree, definition, "parameters")).some((parameter) => {
    const named = childByField(tree, parameter, "name");
    const name = named === NONE ? parameter + 1 : named;
    if (textOf(tree, name) !== textOf(tree, identifier)) return false;
    const [type, value] = [childByField(tree, parameter, "type"), childByField(tree, parameter, "value")];
    return type === NONE
      ? value !== NONE && kindOf(tree, value) === "string"
      : /^["']?(builtins\.)?str["']?$/.test(textOf(tree, type));
  });
}

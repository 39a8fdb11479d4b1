import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { textParameters } from "./added-function.ts";
import { argumentsOf, calleeName, declarators, nameAt, plainOf } from "./calls.ts";

const MOST = 4;

/** The name of the parameter that a variable is a plain copy of, else the variable's own; `""` for what is no name. */
export function originOf(tree: SyntaxTree, node: NodeId): string {
  const definition = enclosing(tree, node, ["function_definition"]);
  let name = nameAt(tree, plainOf(tree, node));
  if (name === "" || definition === NONE) return name;
  const parameters = textParameters(tree, definition);
  const first = name;
  for (let steps = 0; steps < MOST; steps++) {
    if (parameters.includes(name)) return name;
    const source = sourceOf(tree, definition, name);
    if (source === "") return first;
    name = source;
  }
  return first;
}

/** What the variable is set to, or is a copy of, where that is one other name. */
function sourceOf(tree: SyntaxTree, definition: NodeId, name: string): string {
  const found = new Set<string>();
  for (const node of declarators(tree, definition, name)) {
    const around = parentOf(tree, node);
    if (kindOf(tree, around) === "init_declarator") found.add(nameAt(tree, plainOf(tree, childByField(tree, around, "value"))));
  }
  for (const node of descendants(tree, definition, ["assignment_expression"]))
    if (textOf(tree, childByField(tree, node, "left")) === name)
      found.add(nameAt(tree, plainOf(tree, childByField(tree, node, "right"))));
  for (const call of descendants(tree, definition, ["call_expression"])) {
    const [target, source] = argumentsOf(tree, call);
    if (/^(?:strcpy|strncpy|strlcpy|strcat|strncat|memcpy)$/u.test(calleeName(tree, call)) && nameAt(tree, target) === name)
      found.add(nameAt(tree, plainOf(tree, source ?? NONE)));
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : "";
}

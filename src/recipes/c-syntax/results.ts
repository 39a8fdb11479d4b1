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
import { literally } from "./calls.ts";
import { testAround } from "./statements.ts";

/** The variable that takes what a call gives; `""` for none. */
export function resultName(tree: SyntaxTree, call: NodeId): string {
  const parent = parentOf(tree, call);
  const kind = kindOf(tree, parent);
  if (kind === "assignment_expression") return textOf(tree, childByField(tree, parent, "left"));
  if (kind !== "init_declarator") return "";
  const [name] = descendants(tree, childByField(tree, parent, "declarator"), ["identifier"]);
  return name === undefined ? "" : textOf(tree, name);
}

/** True when the call stands in a test, is given back, or its result goes to a variable that a later test asks about. */
export function resultIsTested(tree: SyntaxTree, call: NodeId): boolean {
  if (testAround(tree, call) !== NONE || enclosing(tree, call, ["return_statement", "compound_statement"]) === NONE) return true;
  if (kindOf(tree, enclosing(tree, call, ["return_statement", "compound_statement"])) === "return_statement") return true;
  const name = resultName(tree, call);
  const definition = enclosing(tree, call, ["function_definition"]);
  if (name === "" || definition === NONE) return false;
  return descendants(tree, definition, ["if_statement", "while_statement"]).some((test) => {
    const condition = childByField(tree, test, "condition");
    return condition > call && new RegExp(`(?<![\\w.>])${literally(name)}(?!\\w)`, "u").test(textOf(tree, condition));
  });
}

import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { calleeName, includeEdit, nameAt, plainOf } from "#recipes/c-syntax/calls.ts";
import { linesAfter, wholeStatement } from "#recipes/c-syntax/statements.ts";

const MAKERS = ["malloc", "calloc", "strdup", "strndup", "fopen", "fdopen", "tmpfile", "popen", "opendir"];

export default defineRecipe({
  id: "c/cwe-690-asked-for-null",
  title: "Ask whether there is memory, or a file",
  languages: ["c", "cpp"],
  cwes: ["CWE-690", "CWE-476"],
  review: "merge-after-review",
  description:
    "Ends the program with `abort` behind an allocation or `fopen` that gave NULL, where its result is used without asking. Declines where the variable is not given it in a statement of its own before, or it is compared in between.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["identifier"])) {
      const name = nameAt(tree, node);
      const statement = madeBefore(tree, node, name);
      if (statement === NONE) continue;
      const between = tree.text.slice(tree.ends[statement], tree.starts[node]);
      if (new RegExp(`\\bif\\s*\\([^;{]*\\b${name}\\b|\\b${name}\\b\\s*[!=]=`, "u").test(between))
        return decline("somebody asks in between", "already-safe");
      const header = includeEdit(tree, "stdlib.h");
      return offer(tree, [
        {
          variant: "abort",
          title: "End the program",
          rationale: "A null pointer is never followed.",
          tradeOffs: { behaviour: "The program ends with a signal where it would have crashed, or worse, a line later." },
          edits: [...(header === undefined ? [] : [header]), linesAfter(tree, statement, [`if (${name} == NULL)`, "\tabort();"])],
        },
      ]);
    }
    return decline("no variable at the place is given the result in this function", "other-place");
  },
});

/** The last statement before the node, in a block around it, in which the variable is given what may be NULL; NONE where there is none. */
function madeBefore(tree: SyntaxTree, node: NodeId, name: string): NodeId {
  const definition = enclosing(tree, node, ["function_definition"]);
  if (name === "" || definition === NONE) return NONE;
  let found = NONE;
  for (const one of descendants(tree, definition, ["init_declarator", "assignment_expression"])) {
    if ((tree.ends[one] as number) > (tree.starts[node] as number)) break;
    const declared = kindOf(tree, one) === "init_declarator";
    let target = childByField(tree, one, declared ? "declarator" : "left");
    if (declared && kindOf(tree, target) === "pointer_declarator") target = childByField(tree, target, "declarator");
    if (nameAt(tree, target) !== name) continue;
    const value = plainOf(tree, childByField(tree, one, declared ? "value" : "right"));
    const made = value !== NONE && kindOf(tree, value) === "call_expression" && MAKERS.includes(calleeName(tree, value));
    const statement = made ? wholeStatement(tree, one) : NONE;
    const own = statement !== NONE && parentOf(tree, one) === statement;
    found =
      own && enclosing(tree, node, ["function_definition"]) === definition && holds(tree, parentOf(tree, statement), node)
        ? statement
        : NONE;
  }
  return found;
}

const holds = (tree: SyntaxTree, block: NodeId, node: NodeId): boolean => node > block && node < (tree.after[block] as number);

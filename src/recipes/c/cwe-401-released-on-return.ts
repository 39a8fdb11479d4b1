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
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, indentationUnit, insertAt } from "#recipes/kit/edit.ts";
import { calleeName, callsNear, declarators } from "#recipes/c-syntax/calls.ts";
import { openWays, RELEASES, type Way } from "#recipes/c-syntax/releases.ts";
import { resultName } from "#recipes/c-syntax/results.ts";
import { returnAfter, wholeStatement } from "#recipes/c-syntax/statements.ts";

export default defineRecipe({
  id: "c/cwe-401-released-on-return",
  title: "Release what is held on every way out",
  languages: ["c", "cpp"],
  cwes: ["CWE-401", "CWE-772", "CWE-775"],
  review: "merge-after-review",
  description:
    "Puts `free`, `fclose`, `pclose` or `closedir` before each `return` that leaves the function while a local variable still holds what it was given, and at the end of its block. Declines where the variable is handed to others, released under a condition, or its value goes to another variable.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, [...RELEASES.keys()]);
    if (call === undefined) return decline("nothing that must be released is made at the place", "other-place");
    const name = heldIn(tree, call);
    if (name === "") return decline("the result goes to no variable of the function", "not-in-view");
    const statement = wholeStatement(tree, call);
    if (statement === NONE || !/^(?:declaration|expression_statement|if_statement)$/u.test(kindOf(tree, statement)))
      return decline("the call stands in no statement of its own");
    const release = RELEASES.get(calleeName(tree, call)) as string;
    const ways = openWays(tree, name, statement);
    if (ways === undefined) return decline("who releases it hangs on a condition or on another variable");
    if (ways.length === 0) return decline("it is released or handed on before each way out", "already-safe");
    if (release !== "free" && !isTested(tree, call, name)) return decline("nobody asks whether there is something to release");
    return offer(tree, [
      {
        variant: "released",
        title: `Call ${release} before leaving`,
        rationale: "Each way out of the function gives back what only this function knows of.",
        edits: ways.flatMap((way) => releasedOn(tree, way, `${release}(${name});`)),
      },
    ]);
  },
});

/** The variable of the function, made for nothing but this value, that takes what the call gives; `""` for any other place. */
function heldIn(tree: SyntaxTree, call: NodeId): string {
  let outer = call;
  while (/^(?:cast|parenthesized)_expression$/u.test(kindOf(tree, parentOf(tree, outer)))) outer = parentOf(tree, outer);
  const name = resultName(tree, outer);
  const definition = enclosing(tree, call, ["function_definition"]);
  const [declarator, ...more] = definition === NONE || name === "" ? [] : declarators(tree, definition, name);
  if (declarator === undefined || more.length > 0 || enclosing(tree, declarator, ["parameter_list"]) !== NONE) return "";
  return /^static\b/u.test(textOf(tree, enclosing(tree, declarator, ["declaration"]))) ? "" : name;
}

function isTested(tree: SyntaxTree, call: NodeId, name: string): boolean {
  const definition = enclosing(tree, call, ["function_definition"]);
  return descendants(tree, definition, ["if_statement"]).some((test) => {
    const condition = textOf(tree, childByField(tree, test, "condition"));
    return !condition.includes("||") && new RegExp(`(?<![\\w.>])${name}(?!\\w)`, "u").test(condition);
  });
}

function releasedOn(tree: SyntaxTree, way: Way, line: string): TextEdit[] {
  if (way.kind === "end") {
    const end = (tree.ends[way.block] as number) - 1;
    const indent = indentationAt(tree.text, end);
    const [unit, alone] = [indentationUnit(tree.text), tree.text.slice(0, end).trimEnd().length];
    return [insertAt(alone, `\n${indent}${unit}${line}`)];
  }
  return returnAfter(tree, way.node, line);
}

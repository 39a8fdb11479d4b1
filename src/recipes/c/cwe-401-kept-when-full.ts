import { childByField, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, indentationUnit, replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, plainOf } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-401-kept-when-full",
  title: "Release the memory that could not grow",
  languages: ["c", "cpp"],
  cwes: ["CWE-401"],
  review: "merge-after-review",
  description:
    "Puts the result of `p = realloc(p, n)` into another variable first and releases the old memory where that is NULL; `p` is NULL then as before. Declines where the statement stands in no block, or the size does something.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["realloc"]);
    const [old, size] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || old === undefined || size === undefined)
      return decline("no memory is resized at the place", "other-place");
    let assignment = parentOf(tree, call);
    while (/^(?:cast|parenthesized)_expression$/u.test(kindOf(tree, assignment))) assignment = parentOf(tree, assignment);
    const statement = parentOf(tree, assignment);
    const target = kindOf(tree, assignment) === "assignment_expression" ? childByField(tree, assignment, "left") : NONE;
    if (target === NONE || textOf(tree, target) !== textOf(tree, plainOf(tree, old)))
      return decline("the address is kept in another variable", "already-safe");
    if (kindOf(tree, statement) !== "expression_statement" || kindOf(tree, parentOf(tree, statement)) !== "compound_statement")
      return decline("the statement stands in no block of its own");
    const [name, bytes] = [textOf(tree, target), textOf(tree, size)];
    if (/[()]\s*\(|\w\s*\(|\+\+|--|[^=!<>]=[^=]/u.test(bytes.replaceAll(/\bsizeof\b/gu, "")) || /[()]|\+\+|--/u.test(name))
      return decline("the size or the address does something", "not-in-view");
    if (/\bgrown\b/u.test(tree.text)) return decline("the name grown is taken");
    const outer = indentationAt(tree.text, tree.starts[statement] as number);
    const inner = outer + indentationUnit(tree.text);
    const lines = [
      "{",
      `${inner}void *grown = realloc(${name}, ${bytes});`,
      `${inner}if (grown == NULL && (${bytes}) != 0)`,
      `${inner}${indentationUnit(tree.text)}free(${name});`,
      `${inner}${name} = grown;`,
      `${outer}}`,
    ];
    return offer(tree, [
      {
        variant: "released",
        title: "Release it where it cannot grow",
        rationale: "The old memory still has an address when realloc fails, so it can be released.",
        edits: [replaceNode(tree, statement, lines.join("\n"))],
      },
    ]);
  },
});

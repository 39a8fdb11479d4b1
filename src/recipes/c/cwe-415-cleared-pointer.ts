import { descendants, enclosing, kindOf, NONE } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, insertAfter } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-415-cleared-pointer",
  title: "Clear a pointer once its memory is released",
  languages: ["c", "cpp"],
  cwes: ["CWE-415", "CWE-416"],
  review: "merge-after-review",
  description:
    "Sets a pointer to NULL behind the first `free` of it in the function, so that a second `free` does nothing and a test for null tells. Declines where the pointer is cleared already, or released once only.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["free"]);
    const name = call === undefined ? "" : nameAt(tree, argumentsOf(tree, call)[0]);
    const definition = call === undefined ? NONE : enclosing(tree, call, ["function_definition"]);
    if (call === undefined || name === "" || definition === NONE)
      return decline("no variable is released at the place", "other-place");
    const earlier = descendants(tree, definition, ["call_expression"]).find(
      (one) => one < call && calleeName(tree, one) === "free" && nameAt(tree, argumentsOf(tree, one)[0]) === name,
    );
    const statement = earlier === undefined ? NONE : (tree.parents[earlier] as number);
    if (statement === NONE || kindOf(tree, statement) !== "expression_statement")
      return decline("it is not released before in this function", "not-in-view");
    if (kindOf(tree, tree.parents[statement] as number) !== "compound_statement")
      return decline("the release before stands in no block of its own");
    const behind = tree.text.slice(tree.ends[statement], tree.starts[call]);
    if (new RegExp(`^\\s*${name}\\s*=`, "u").test(behind)) return decline("the pointer is cleared already", "already-safe");
    const indent = indentationAt(tree.text, tree.starts[statement] as number);
    return offer(tree, [
      {
        variant: "cleared",
        title: "Set the pointer to NULL",
        rationale: "Releasing a null pointer does nothing, so the memory is released once.",
        edits: [insertAfter(tree, statement, `\n${indent}${name} = NULL;`)],
      },
    ]);
  },
});

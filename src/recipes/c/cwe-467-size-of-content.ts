import { childByField, descendants, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, declarators, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-467-size-of-content",
  title: "Take the size of what a pointer leads to",
  languages: ["c", "cpp"],
  cwes: ["CWE-467"],
  review: "merge-after-review",
  description:
    "Replaces `sizeof(p)` by `sizeof(*p)` in calls of `memset`, `memcpy` and `malloc` whose first argument, or whose target, is the pointer `p`. Declines for arrays and for `char` pointers, whose length is another question.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["memset", "memcpy"]);
    const [target, , size] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || size === undefined) return decline("no memory is set or copied at the place", "other-place");
    const name = nameAt(tree, target);
    const [operand] = descendants(tree, size, ["sizeof_expression"]).map((node) => childByField(tree, node, "value"));
    const inner =
      operand === undefined || operand === NONE
        ? ""
        : textOf(tree, operand)
            .replace(/^\((.*)\)$/su, "$1")
            .trim();
    if (name === "" || inner !== name) return decline("the size is not that of the pointer", "already-safe");
    const definition = enclosing(tree, call, ["function_definition"]);
    const [declared] = definition === NONE ? [] : declarators(tree, definition, name);
    if (declared === undefined || kindOf(tree, declared) !== "pointer_declarator")
      return decline("it is not declared as a pointer here", "not-in-view");
    if (/\bchar\b/u.test(textOf(tree, enclosing(tree, declared, ["declaration", "parameter_declaration"]))))
      return decline("how long the text is cannot be seen", "not-in-view");
    return offer(tree, [
      {
        variant: "content",
        title: "Take the size of one element",
        rationale: "The whole element is meant, and a pointer is 8 bytes whatever it leads to.",
        edits: [replaceNode(tree, operand as number, `(*${name})`)],
      },
    ]);
  },
});

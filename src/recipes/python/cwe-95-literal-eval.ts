import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { calleeOf } from "#recipes/python-syntax/calls.ts";
import { evaluatedText, meantAs } from "#recipes/python-syntax/evaluated-text.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";

export default defineRecipe({
  id: "python/cwe-95-literal-eval",
  title: "Read a literal instead of evaluating code",
  languages: ["python"],
  cwes: ["CWE-95", "CWE-94"],
  review: "merge-after-review",
  description:
    "Replaces `eval(text)` by `ast.literal_eval(text)`, which reads numbers, strings, tuples, lists, dicts, sets, booleans and None and nothing else. Declines where " +
    "the text is put together from parts, where a namespace is passed or where names say that expressions are meant to be computed: literals cannot replace those.",
  propose({ tree, range }) {
    const found = evaluatedText(tree, range, "literal");
    if ("kind" in found) return found;
    const { call, value } = found;
    if (meantAs(tree, call, value) !== "unsaid")
      return decline("names here say that an expression is meant to be computed, which a literal cannot be", "intent-unknown");
    const [ast, json] = [useModule(tree, "ast"), useModule(tree, "json")];
    if (ast === undefined) return decline("the file uses the name ast for something else", "name-taken");
    return offer(tree, [
      {
        variant: "literal-eval",
        title: "Read with ast.literal_eval",
        rationale:
          "Only Python literals are read; calls, names and operators raise an error, so the text can no longer run code.",
        edits: [...ast.edits, replaceNode(tree, calleeOf(tree, call), `${ast.name}.literal_eval`)],
        tradeOffs: { behaviour: "Text that is not a literal raises ValueError or SyntaxError instead of being computed." },
      },
      json && {
        variant: "json",
        title: "Read JSON",
        rationale: "JSON is read by every program and has no more than texts, numbers, lists and objects.",
        edits: [...json.edits, replaceNode(tree, calleeOf(tree, call), `${json.name}.loads`)],
        tradeOffs: {
          behaviour: "Python's own forms (single quotes, tuples, True, None) raise ValueError; JSON's true and null are read.",
        },
      },
    ]);
  },
});

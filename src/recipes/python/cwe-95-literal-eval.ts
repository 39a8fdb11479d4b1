import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, callsNear, calleeOf, unwrap } from "#recipes/python-syntax/calls.ts";
import { buildsCode, meantAs } from "#recipes/python-syntax/evaluated-text.ts";
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
    const call = callsNear(tree, range, ["eval", "builtins.eval"])[0];
    if (call === undefined) return decline("no call of eval is at the place", "other-place");
    const all = callArguments(tree, call) ?? [];
    const text = all[0];
    if (text === undefined || all.length > 1 || text.splat || text.name !== undefined)
      return decline("eval is given a namespace, so it computes with names", "intent-unknown");
    const value = unwrap(tree, text.value);
    if (buildsCode(tree, value))
      return decline("the text is put together here as code, it is not a literal from elsewhere", "not-in-view");
    if (meantAs(tree, call, value) !== "unsaid")
      return decline("names here say that an expression is meant to be computed, which a literal cannot be", "intent-unknown");
    const ast = useModule(tree, "ast");
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
    ]);
  },
});

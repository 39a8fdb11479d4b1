import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import {
  appendArgument,
  callArguments,
  callsNear,
  isCallOf,
  keywordArgument,
  removeArgument,
} from "#recipes/python-syntax/calls.ts";

export default defineRecipe({
  id: "python/cwe-502-weights-only",
  title: "Load arrays and weights without pickled objects",
  languages: ["python"],
  cwes: ["CWE-502"],
  review: "merge-after-cursory-review",
  description:
    "Gives `torch.load` the argument `weights_only=True` and takes `allow_pickle=True` away from `numpy.load`, so that a file holds numbers and not code to be run. Declines where that is so " +
    "already, where the argument is computed, where a pickle module is passed and where keywords are passed on.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["torch.load", "numpy.load"])[0];
    if (call === undefined) return decline("neither torch.load nor numpy.load is called at the place", "other-place");
    if ((callArguments(tree, call) ?? []).some(({ splat }) => splat))
      return decline("arguments are passed on, so the setting is not known", "not-in-view");
    const torch = isCallOf(tree, call, ["torch.load"]);
    const setting = keywordArgument(tree, call, torch ? "weights_only" : "allow_pickle");
    const written = setting === undefined ? undefined : kindOf(tree, setting.value);
    if (!torch && (setting === undefined || written !== "true"))
      return decline("numpy does not read pickled objects here, or the setting is computed", "already-safe");
    if (torch && written !== undefined && written !== "false")
      return decline("the file is read as weights only already, or the setting is computed", "already-safe");
    if (torch && keywordArgument(tree, call, "pickle_module") !== undefined)
      return decline(`the call names its own pickle module: ${textOf(tree, call).slice(0, 40)}`, "intent-unknown");
    const edit =
      !torch && setting !== undefined
        ? removeArgument(tree, call, setting)
        : setting === undefined
          ? appendArgument(tree, call, "weights_only=True")
          : replaceNode(tree, setting.value, "True");
    return offer(tree, [
      {
        variant: "plain-data",
        title: torch ? "Read tensors and plain values only" : "Refuse arrays of pickled objects",
        rationale: "Reading a pickle runs what it says; the file may now hold numbers, texts and containers only.",
        edits: [edit],
        tradeOffs: {
          behaviour: torch
            ? "Files that hold whole models or objects of other classes raise UnpicklingError."
            : "Files that hold arrays of Python objects raise ValueError.",
        },
      },
    ]);
  },
});

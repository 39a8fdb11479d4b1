import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { useFunction } from "#recipes/python-syntax/added-function.ts";
import { callArguments, calleeOf, callsNear, isCallOf } from "#recipes/python-syntax/calls.ts";
import { besideEachOther, useModule } from "#recipes/python-syntax/imports.ts";

const LOADS = ["pickle.loads", "cPickle.loads", "_pickle.loads"];
const LOAD = ["pickle.load", "cPickle.load", "_pickle.load"];

export default defineRecipe({
  id: "python/cwe-502-plain-unpickler",
  title: "Unpickle plain data only",
  languages: ["python"],
  cwes: ["CWE-502"],
  review: "merge-after-review",
  description:
    "Loads a pickle with an unpickler that refuses every class and function, as Python's documentation describes: lists, dicts, sets, texts, numbers and dates of no class remain, and the format stays. A second option reads JSON instead. Declines where the call has options of its own.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, [...LOADS, ...LOAD])[0];
    if (call === undefined) return decline("no pickle is loaded at the place", "other-place");
    const all = callArguments(tree, call) ?? [];
    const [data] = all;
    if (data === undefined || all.length > 1 || data.splat || data.name !== undefined)
      return decline("the call has options of its own");
    const bytes = isCallOf(tree, call, LOADS);
    const [pickle, io, json] = [
      useModule(tree, "pickle"),
      bytes ? useModule(tree, "io") : { name: "", edits: [] },
      useModule(tree, "json"),
    ];
    if (pickle === undefined || io === undefined || json === undefined)
      return decline("the names that the repair needs are used for something else", "name-taken");
    const added = useFunction(
      tree,
      call,
      ["_load_plain", "_load_plain_data"],
      [
        bytes ? "(data):" : "(file):",
        '\t"""Read pickled plain data; classes and functions raise UnpicklingError."""',
        "",
        `\tclass Plain(${pickle.name}.Unpickler):`,
        "\t\tdef find_class(self, module, name):",
        `\t\t\traise ${pickle.name}.UnpicklingError(f"{module}.{name} is no plain data")`,
        "",
        `\treturn Plain(${bytes ? `${io.name}.BytesIO(data)` : "file"}).load()`,
      ],
    );
    if (added === undefined) return decline("the file uses the names that the new function could have", "name-taken");
    const value = textOf(tree, data.value);
    return offer(tree, [
      {
        variant: "plain-data",
        title: "Refuse classes and functions in the pickle",
        rationale: "A pickle runs code by naming what to call; with nothing to be found by name, it can only hold data.",
        tradeOffs: {
          behaviour:
            "Pickles of objects with a class of their own, dates and sets of old protocols among them, raise UnpicklingError.",
        },
        edits: [...besideEachOther(pickle.edits, io.edits), ...added.edits, replaceNode(tree, calleeOf(tree, call), added.name)],
      },
      {
        variant: "json",
        title: "Read JSON instead",
        rationale: "JSON holds texts, numbers, lists and objects and nothing that runs.",
        tradeOffs: {
          behaviour: "Whoever writes the data must write JSON; pickles that are stored already can no longer be read.",
        },
        edits: [...json.edits, replaceNode(tree, call, `${json.name}.${bytes ? "loads" : "load"}(${value})`)],
      },
    ]);
  },
});

import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { childByField, kindOf } from "#analysis/parse/tree.ts";
import { callArguments, callsNear, calleeOf, keywordArgument, removeArgument } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";
import { canonicalName } from "#recipes/python-syntax/names.ts";

const SAFE_NAME: Readonly<Record<string, string>> = {
  "yaml.load": "safe_load",
  "yaml.load_all": "safe_load_all",
  "yaml.unsafe_load": "safe_load",
  "yaml.unsafe_load_all": "safe_load_all",
  "yaml.full_load": "safe_load",
  "yaml.full_load_all": "safe_load_all",
};
const UNSAFE_LOADERS = [
  "yaml.Loader",
  "yaml.UnsafeLoader",
  "yaml.FullLoader",
  "yaml.CLoader",
  "yaml.CUnsafeLoader",
  "yaml.CFullLoader",
];

export default defineRecipe({
  id: "python/cwe-502-safe-yaml-load",
  title: "Load YAML as plain data",
  languages: ["python"],
  cwes: ["CWE-502"],
  review: "merge-after-cursory-review",
  description:
    "Replaces `yaml.load` and its unsafe relatives by `yaml.safe_load`, dropping an unsafe `Loader`; loaders in C stay in C. Declines where the loader is safe " +
    "already, is a class of the project's own, or is passed on by `*args`. Documents that use Python tags such as `!!python/object` are refused afterwards.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, Object.keys(SAFE_NAME))[0];
    if (call === undefined) return decline("no call of an unsafe yaml loader is at the place", "other-place");
    const all = callArguments(tree, call) ?? [];
    if (all.some((argument) => argument.splat))
      return decline("arguments are passed on, so the loader is not known", "not-in-view");
    const loader = keywordArgument(tree, call, "Loader") ?? all.filter((argument) => argument.name === undefined)[1];
    const loaderName = loader === undefined ? undefined : canonicalName(tree, loader.value);
    if (loader !== undefined && !UNSAFE_LOADERS.includes(loaderName ?? ""))
      return decline("the loader is safe already or the project's own", "already-safe");
    const option = {
      title: "Load with the safe loader",
      rationale:
        "The safe loader builds plain data only, so a document can no longer name Python objects to be constructed or called.",
      tradeOffs: { behaviour: "Documents with Python-specific tags raise an error instead of building objects." },
    };

    if (loader !== undefined && loaderName?.startsWith("yaml.C") === true && kindOf(tree, loader.value) === "attribute") {
      const name = childByField(tree, loader.value, "attribute");
      return offer(tree, [{ ...option, variant: "safe-loader", edits: [replaceNode(tree, name, "CSafeLoader")] }]);
    }
    const callee = calleeOf(tree, call);
    const safe = SAFE_NAME[canonicalName(tree, callee) as string] as string;
    const dropped = loader === undefined ? [] : [removeArgument(tree, call, loader)];
    if (kindOf(tree, callee) === "attribute") {
      return offer(tree, [
        {
          ...option,
          variant: "safe-load",
          edits: [replaceNode(tree, childByField(tree, callee, "attribute"), safe), ...dropped],
        },
      ]);
    }
    const use = useMember(tree, "yaml", safe, callee);
    if (use === undefined) return decline(`the file uses the name ${safe} for something else`, "name-taken");
    return offer(tree, [
      { ...option, variant: "safe-load", edits: [...use.edits, replaceNode(tree, callee, use.name), ...dropped] },
    ]);
  },
});

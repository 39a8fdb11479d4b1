import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { appendArgument, callArguments, calleeOf, isCallOf, keywordArgument, methodName } from "#recipes/python-syntax/calls.ts";

export default defineRecipe({
  id: "python/cwe-22-archive-filter",
  title: "Extract archives with the data filter",
  languages: ["python"],
  cwes: ["CWE-22"],
  review: "merge-after-cursory-review",
  description:
    'Adds `filter="data"` to `extractall` and `extract` of a tar file and to `shutil.unpack_archive`: members that would land outside the folder, links that lead out, and device files are ' +
    "refused. Declines where a filter is chosen already, where the object is not surely a tar file, and where keywords are passed on.",
  propose({ tree, range }) {
    const call = nodesNear(tree, range, ["call"]).find(
      (each) =>
        isCallOf(tree, each, ["shutil.unpack_archive"]) ||
        (/^extract(all)?$/.test(methodName(tree, each) ?? "") && isTarFile(tree, each)),
    );
    if (call === undefined) return decline("no tar file is extracted at the place", "other-place");
    if (keywordArgument(tree, call, "filter") !== undefined) return decline("a filter is chosen already", "already-safe");
    if ((callArguments(tree, call) ?? []).some((argument) => argument.splat))
      return decline("keywords are passed on, so a filter may be among them", "not-in-view");
    return offer(tree, [
      {
        variant: "data-filter",
        title: "Refuse members that leave the folder",
        rationale:
          "The filter made for data checks every member's resolved place, link target and kind before anything is written.",
        edits: [appendArgument(tree, call, 'filter="data"')],
        tradeOffs: {
          behaviour:
            "Archives with absolute names, outside links or device files raise an error; owner and dangerous mode bits are not restored.",
          dependencies: "Needs Python 3.12, or the security releases of 3.8 to 3.11.",
        },
      },
    ]);
  },
});

function isTarFile(tree: SyntaxTree, call: NodeId): boolean {
  const object = childByField(tree, calleeOf(tree, call), "object");
  if (kindOf(tree, object) === "call") return opensTar(tree, object);
  const written = textOf(tree, object);
  const sources = descendants(tree, 0, ["identifier", "attribute"]).flatMap((node) => {
    if (textOf(tree, node) !== written) return [];
    const parent = parentOf(tree, node);
    if (kindOf(tree, parent) === "as_pattern_target") return [parentOf(tree, parent) + 1];
    return kindOf(tree, parent) === "assignment" && childByField(tree, parent, "left") === node
      ? [childByField(tree, parent, "right")]
      : [];
  });
  return sources.length > 0 && sources.every((source) => source !== NONE && opensTar(tree, source));
}

function opensTar(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, node) === "call" && isCallOf(tree, node, ["tarfile.open", "tarfile.TarFile", "tarfile.TarFile.open"]);
}

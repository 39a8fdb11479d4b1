import { descendants, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import {
  argumentsOf,
  bare,
  calledName,
  calleeOf,
  functionOf,
  memberOf,
  stringValue,
} from "#recipes/ecmascript-syntax/expressions.ts";
import { useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { pathFunction } from "#recipes/ecmascript-syntax/path-parts.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { insertAfter, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

interface Check {
  readonly folder: NodeId;
}

const isResolved = (tree: SyntaxTree, node: NodeId): boolean => {
  const value = bare(tree, valueOf(tree, bare(tree, node)).value);
  if (value === NONE || kindOf(tree, value) !== "call_expression") return false;
  return /^(?:resolve|join|normalize)$/.test(pathFunction(tree, value) ?? "") || calledName(tree, value).startsWith("realpath");
};

/** A comparison of a resolved path with a folder that does not end in a separator. */
function checkOf(tree: SyntaxTree, call: NodeId): Check | undefined {
  const member = memberOf(tree, calleeOf(tree, call));
  const folder = argumentsOf(tree, call)[0];
  if (member?.property !== "startsWith" || folder === undefined || argumentsOf(tree, call).length !== 1) return undefined;
  if (!isResolved(tree, member.object) || /\bsep\b/.test(textOf(tree, folder))) return undefined;
  const plain = bare(tree, folder);
  const value = valueOf(tree, plain).value;
  if (/\bsep\b|[\\/]["'`]$/.test(textOf(tree, value))) return undefined;
  const literal = stringValue(tree, value);
  const named = /(?:dir|root|base|folder|path|home|public|uploads?)\w*$/i.test(textOf(tree, plain));
  return isResolved(tree, folder) ||
    (literal === undefined ? named && ["identifier", "member_expression"].includes(kindOf(tree, plain)) : /^[./]/.test(literal))
    ? { folder }
    : undefined;
}

/** Comparisons at the place, else the only one of the function that holds it. */
function checks(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): Check[] {
  const near = nodesNear(tree, range, ["call_expression"]);
  const found = near.map((call) => checkOf(tree, call)).filter((check) => check !== undefined);
  if (found.length > 0 || near[0] === undefined) return found;
  const around = functionOf(tree, near[0]);
  const all =
    around === NONE
      ? []
      : descendants(tree, around, ["call_expression"])
          .map((call) => checkOf(tree, call))
          .filter((check) => check !== undefined);
  return all.length === 1 ? all : [];
}

export default defineRecipe({
  id: "javascript/cwe-22-path-prefix",
  title: "Folder of a path comparison ends with a separator",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-22", "CWE-23"],
  review: "merge-after-cursory-review",
  description:
    "Adds `path.sep` to the folder in `resolved.startsWith(folder)`, which without it also accepts neighbours such as `/data-old` for `/data`. Looks at the place and, when it is a file access, at the only such comparison of the function around it. Declines when the compared value is not a resolved path or the folder ends with a separator.",
  propose({ tree, range }): RecipeAnswer {
    const check = checks(tree, range)[0];
    if (check === undefined)
      return decline("no comparison of a resolved path with a folder without separator at this place", "other-place");
    const { folder } = check;
    const sep = useExport(tree, folder, { module: "path", exported: "sep", as: "module" });
    const rationale = "A path lies in a folder only when the folder's name ends where the comparison does.";
    const tradeOffs = {
      behaviour:
        "The folder itself, without a name below it, is no longer accepted; a folder that is the root of the file system accepts nothing.",
    };
    const edits = settleEdits(tree, [insertAfter(tree, folder, ` + ${sep.text}`), ...sep.edits]);
    return {
      kind: "options",
      options: [{ variant: "separator", title: "Compare with the folder and a separator", rationale, tradeOffs, edits }],
    };
  },
});

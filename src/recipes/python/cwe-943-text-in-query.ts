import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, methodName, unwrap } from "#recipes/python-syntax/calls.ts";
import { localValue } from "#recipes/python-syntax/scope.ts";

const QUERIES =
  /^(find|find_one|find_one_and_(update|delete|replace)|update_(one|many)|replace_one|delete_(one|many)|count_documents)$/;
const SOURCE = /\brequest\.(json|get_json|data|form|args|values|GET|POST|query_params|body)\b|\bget_json\(|\bjson\.loads\(/;

export default defineRecipe({
  id: "python/cwe-943-text-in-query",
  title: "Compare with text in a MongoDB query",
  languages: ["python"],
  cwes: ["CWE-943"],
  review: "merge-after-review",
  description:
    'Wraps request data in the filter of a MongoDB query in `str`: sent as an object such as `{"$ne": null}` it would otherwise be an operator. Declines where the whole filter comes from the request, ' +
    "for `$where`, and for values that are converted already.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!QUERIES.test(methodName(tree, call) ?? "")) continue;
      const filter = callArguments(tree, call)?.[0];
      if (filter === undefined || filter.splat) continue;
      const node = unwrap(tree, filter.value);
      const dictionary = kindOf(tree, node) === "identifier" ? (localValue(tree, node)?.value ?? NONE) : node;
      if (dictionary === NONE || kindOf(tree, dictionary) !== "dictionary")
        return decline("the filter is not written here as a dictionary", "not-in-view");
      if (/["']\$where["']/.test(textOf(tree, dictionary)))
        return decline("the filter holds code in $where, which no conversion makes safe", "intent-unknown");
      const values = descendants(tree, dictionary, ["pair", "list"])
        .flatMap((each) => (kindOf(tree, each) === "pair" ? [childByField(tree, each, "value")] : namedChildren(tree, each)))
        .filter((value) => value !== NONE && isFromRequest(tree, value));
      if (values.length === 0) return decline("no unconverted value of the request is in the filter", "already-safe");
      return offer(tree, [
        {
          variant: "as-text",
          title: "Turn the values into text",
          rationale: "A text is compared as it is; only an object could name an operator of the query language.",
          edits: values.flatMap((value) => [
            insertAt(tree.starts[value] as number, "str("),
            insertAt(tree.ends[value] as number, ")"),
          ]),
          tradeOffs: {
            behaviour:
              "Numbers and truth values of the request are compared as text too, a missing value as 'None'; objects match nothing.",
          },
        },
      ]);
    }
    return decline("no query of a collection is at the place", "other-place");
  },
});

/** A part of the request's data, directly or by a variable set once. */
function isFromRequest(tree: SyntaxTree, value: NodeId, steps = 3): boolean {
  const node = unwrap(tree, value);
  if (node === NONE || steps === 0) return false;
  const text = textOf(tree, node);
  switch (kindOf(tree, node)) {
    case "identifier": {
      const local = localValue(tree, node);
      return (
        local !== undefined &&
        enclosing(tree, local.value, ["function_definition"]) !== NONE &&
        isFromRequest(tree, local.value, steps - 1)
      );
    }
    case "subscript": {
      const owner = childByField(tree, node, "value");
      return SOURCE.test(text) || isFromRequest(tree, owner, steps - 1);
    }
    case "call":
      if (methodName(tree, node) === "get")
        return (
          SOURCE.test(text) || isFromRequest(tree, childByField(tree, childByField(tree, node, "function"), "object"), steps - 1)
        );
      return /^(flask\.)?request\.get_json\(|^json\.loads\(/.test(text);
    case "attribute":
      return /^(\w+\.)*request\.(json|data|form|args|values|GET|POST|query_params)$/.test(text);
    default:
      return false;
  }
}

import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, insertBefore } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, isCallOf, unwrap } from "#recipes/python-syntax/calls.ts";
import { isRebound, localValue } from "#recipes/python-syntax/scope.ts";

/** How much is plenty for one request, by the function that does the work. */
const MOST: ReadonlyMap<string, string> = new Map([
  ["range", "10000"],
  ["bytes", "1048576"],
  ["bytearray", "1048576"],
  ["time.sleep", "30"],
  ["asyncio.sleep", "30"],
  ["os.urandom", "1024"],
  ["secrets.token_hex", "1024"],
  ["secrets.token_bytes", "1024"],
  ["secrets.token_urlsafe", "1024"],
]);
const REQUEST = /\brequest\b|\bself\.(?:request|get_argument)\b/;

/** The number of a request that says how much work is done: `int(request…)` in the call, or in the variable that it is given. */
function numberAt(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const all = callArguments(tree, call) ?? [];
  const argument = unwrap(tree, all.at(textOf(tree, calleeOf(tree, call)) === "range" && all.length > 1 ? 1 : 0)?.value ?? NONE);
  if (argument === NONE) return undefined;
  const made = kindOf(tree, argument) === "identifier" ? unwrap(tree, localValue(tree, argument)?.value ?? NONE) : argument;
  if (made === NONE || !isCallOf(tree, made, ["int", "float"]) || !REQUEST.test(textOf(tree, made))) return undefined;
  return made;
}

export default defineRecipe({
  id: "python/cwe-770-limited-size",
  title: "Bound the work that a request asks for",
  languages: ["python"],
  cwes: ["CWE-770", "CWE-400", "CWE-789"],
  review: "merge-after-review",
  description:
    "Bounds a number of the request (`int(request…)`) that says how often a loop runs, how large a buffer or token becomes or how long the program sleeps, by `min(…, limit)`. Declines for numbers that are bounded or come from elsewhere.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const name = [...MOST.keys()].find((known) => isCallOf(tree, call, [known]));
      const most = name === undefined ? undefined : MOST.get(name);
      const number = most === undefined ? undefined : numberAt(tree, call);
      if (most === undefined || number === undefined) continue;
      if (isRebound(tree, "min")) return decline("the file uses the name min for something else", "name-taken");
      return offer(tree, [
        {
          variant: "limited",
          title: `Do no more than ${most}`,
          rationale: "One request can no longer take the time or the memory of all others.",
          tradeOffs: {
            behaviour: `Larger numbers count as ${most}, which gives a shorter value; adjust the limit where the application needs more.`,
          },
          edits: [insertBefore(tree, number, "min("), insertAfter(tree, number, `, ${most})`)],
        },
      ]);
    }
    return decline("no amount of work is chosen by a number of the request at the place", "other-place");
  },
});

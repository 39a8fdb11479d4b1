import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { readsRequest } from "#recipes/ecmascript-syntax/handlers.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Which argument says how much work is done, and how much is plenty for one request. */
const WORK: ReadonlyMap<string, { readonly argument: number; readonly most: string }> = new Map([
  ["Buffer.alloc", { argument: 0, most: "1048576" }],
  ["Buffer.allocUnsafe", { argument: 0, most: "1048576" }],
  ["crypto.randomBytes", { argument: 0, most: "1024" }],
  ["Array", { argument: 0, most: "10000" }],
  ["setTimeout", { argument: 1, most: "30000" }],
]);

function workOf(tree: SyntaxTree, call: NodeId): { readonly amount: NodeId; readonly most: string } | undefined {
  const work =
    WORK.get(textOf(tree, calleeOf(tree, call))) ??
    (calledName(tree, call) === "repeat" ? { argument: 0, most: "10000" } : undefined);
  const amount = work === undefined ? NONE : (argumentsOf(tree, call)[work.argument] ?? NONE);
  return work === undefined || amount === NONE ? undefined : { amount, most: work.most };
}

export default defineRecipe({
  id: "javascript/cwe-770-limited-size",
  title: "A request does not choose how much work is done",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-770", "CWE-400", "CWE-789"],
  review: "merge-after-review",
  description:
    "Bounds a number of the request that says how large a buffer, a list or a text becomes or how long a timer waits, by `Math.min(Number(…), limit)`. Declines for numbers that are bounded or come from elsewhere.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression", "new_expression"])) {
      const work = workOf(tree, call);
      if (work === undefined) continue;
      const amount = bare(tree, work.amount);
      const { value } = valueOf(tree, amount);
      if (!readsRequest(tree, value) || !["identifier", "member_expression", "call_expression"].includes(kindOf(tree, amount)))
        return decline("the number is not plainly from the request", "not-in-view");
      if (/\bMath\.min\(|[<>]/.test(textOf(tree, value))) return decline("the number is bounded", "already-safe");
      const made =
        kindOf(tree, value) === "call_expression" &&
        /^(?:Number|parseInt|parseFloat|Number\.parseInt)$/.test(textOf(tree, calleeOf(tree, value)));
      const text = textOf(tree, amount);
      return offer(tree, [
        {
          variant: "limited",
          title: `Do no more than ${work.most}`,
          rationale: "One request can no longer take the memory or the time of all others.",
          tradeOffs: {
            behaviour: `Larger numbers count as ${work.most}, which gives a shorter value; adjust the limit where the application needs more.`,
          },
          edits: [replaceNode(tree, work.amount, `Math.min(${made ? text : `Number(${text})`}, ${work.most})`)],
        },
      ]);
    }
    return decline("no amount of work is chosen at the place", "other-place");
  },
});

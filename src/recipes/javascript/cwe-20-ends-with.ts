import { childByField, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

interface Search {
  readonly text: string;
  readonly end: NodeId;
}

/** `text.lastIndexOf(end)` or `text.indexOf(end)`. */
function searchAt(tree: SyntaxTree, side: NodeId): Search | undefined {
  const call = bare(tree, side);
  if (kindOf(tree, call) !== "call_expression") return undefined;
  const member = memberOf(tree, calleeOf(tree, call));
  const [end, ...more] = argumentsOf(tree, call);
  if (member === undefined || end === undefined || more.length > 0 || !/^(?:lastI|i)ndexOf$/.test(member.property))
    return undefined;
  return { text: textOf(tree, member.object), end };
}

/** Whether the other side is the length of the text less that of its end. */
function isRest(tree: SyntaxTree, side: NodeId, { text, end }: Search): boolean {
  const rest = bare(tree, side);
  if (kindOf(tree, rest) !== "binary_expression" || textOf(tree, childByField(tree, rest, "operator")) !== "-") return false;
  if (textOf(tree, childByField(tree, rest, "left")) !== `${text}.length`) return false;
  const less = textOf(tree, childByField(tree, rest, "right"));
  return less === `${textOf(tree, end)}.length` || less === String(stringValue(tree, end)?.length);
}

export default defineRecipe({
  id: "javascript/cwe-20-ends-with",
  title: "End of a text is compared, not found",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-20"],
  review: "merge-without-review",
  description:
    "Turns `text.lastIndexOf(end) === text.length - end.length` into `text.endsWith(end)`, which is false where the end is not there at all: the search gives -1 then, and so does the difference when the text is one character shorter than the end. Declines where the lengths are of other texts, and where -1 is looked at already.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["binary_expression"])) {
      const operator = textOf(tree, childByField(tree, node, "operator"));
      if (!/^[!=]==?$/.test(operator)) continue;
      const [left, right] = [childByField(tree, node, "left"), childByField(tree, node, "right")];
      const pair = [
        { search: searchAt(tree, left), rest: right },
        { search: searchAt(tree, right), rest: left },
      ].find(({ search, rest }) => search !== undefined && isRest(tree, rest, search));
      if (pair?.search === undefined) continue;
      const { text, end } = pair.search;
      return offer(tree, [
        {
          variant: "ends-with",
          title: "Compare with endsWith",
          rationale: "A text that does not hold the end no longer passes by a search's -1.",
          tradeOffs: { behaviour: "A text that does not hold the end gives another value than before: false." },
          edits: [replaceNode(tree, node, `${operator.startsWith("!") ? "!" : ""}${text}.endsWith(${textOf(tree, end)})`)],
        },
      ]);
    }
    return decline("no end of a text is searched for at the place", "other-place");
  },
});

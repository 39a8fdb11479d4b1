import { childByField, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const QUOTES = /^(?:\(?\\?["'`](?:\|?\\?["'`])*\)?|\[(?:\\?["'`])+\])$/;

/** The quotes that a call of `replace` puts a backslash before, with the flags of its pattern; undefined for another call. */
function quotesOf(tree: SyntaxTree, what: NodeId): { quotes: string; flags: string } | undefined {
  const text = stringValue(tree, what);
  if (text !== undefined) return /^["'`]$/.test(text) ? { quotes: text, flags: "g" } : undefined;
  const [, body = "", flags = ""] = /^\/(.*)\/(\w*)$/s.exec(kindOf(tree, what) === "regex" ? textOf(tree, what) : "") ?? [];
  return QUOTES.test(body) && flags.includes("g")
    ? { quotes: [...new Set(body.replaceAll(/[^"'`]/g, ""))].join(""), flags }
    : undefined;
}

function edits(tree: SyntaxTree, call: NodeId): TextEdit[] | undefined {
  const callee = calleeOf(tree, call);
  const [first, second] = argumentsOf(tree, call);
  if (!/^replace(?:All)?$/.test(calledName(tree, call)) || first === undefined || second === undefined) return undefined;
  const what = bare(tree, first);
  const replacement = stringValue(tree, second);
  const found = quotesOf(tree, what);
  if (
    found === undefined ||
    replacement === undefined ||
    (stringValue(tree, what) !== undefined && calledName(tree, call) === "replace")
  )
    return undefined;
  if (!/^\\(?:["'`]|\$[&1])$/.test(replacement)) return undefined;
  const before = memberOf(tree, callee)?.object ?? NONE;
  const earlier =
    before !== NONE && kindOf(tree, before) === "call_expression" ? textOf(tree, childByField(tree, before, "arguments")) : "";
  if (/\\\\/.test(earlier)) return undefined;
  const quote = textOf(tree, bare(tree, second))[0] as string;
  return [replaceNode(tree, what, `/[${found.quotes}\\\\]/${found.flags}`), replaceNode(tree, second, `${quote}\\\\$&${quote}`)];
}

export default defineRecipe({
  id: "javascript/cwe-116-backslash-too",
  title: "Backslashes are escaped along with quotes",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-116"],
  review: "merge-after-cursory-review",
  description:
    "Lets a `replace` that puts a backslash before quotes do the same for backslashes, in one pattern, so that a backslash of the text cannot undo the one put there. Declines when backslashes are doubled in the call before, and for replacements of another kind.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const found = edits(tree, call);
      if (found === undefined) continue;
      return offer(tree, [
        {
          variant: "both",
          title: "Escape backslashes too",
          rationale: "A text that ends in a backslash no longer swallows the quote that closes it.",
          tradeOffs: { behaviour: "Backslashes of the text come out doubled, which readers of the quoted text undo." },
          edits: found,
        },
      ]);
    }
    return decline("no call at the place escapes quotes and leaves backslashes", "other-place");
  },
});

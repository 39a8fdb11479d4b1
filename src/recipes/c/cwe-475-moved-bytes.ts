import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import type { TextEdit } from "#domain/patch.ts";
import { childByField, type NodeId, type SyntaxTree } from "#analysis/parse/tree.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-475-moved-bytes",
  title: "Move bytes that overlap",
  languages: ["c", "cpp"],
  cwes: ["CWE-475", "CWE-628"],
  review: "merge-after-review",
  description:
    'Replaces `memcpy` within one text by `memmove`, `strcpy(text, text + n)` likewise, and `snprintf(text, size, "%s…", text, …)` by printing behind the text. Declines for `sprintf`, whose room nobody knows.',
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["memcpy", "strcpy", "snprintf"]);
    if (call === undefined) return decline("nothing is copied at the place", "other-place");
    const edits = calleeName(tree, call) === "snprintf" ? printedBehind(tree, call) : moved(tree, call);
    if (edits === undefined) return decline("nothing that overlaps is copied in a way that can be kept", "other-place");
    return offer(tree, [
      {
        variant: "moved",
        title: "Copy what overlaps in the right order",
        rationale: "Nothing is overwritten before it was read.",
        tradeOffs: { behaviour: "What came out was not defined; now it is the text that was meant." },
        edits,
      },
    ]);
  },
});

const plain = (text: string): boolean => /^[A-Za-z_][\w.>-]*$/u.test(text);

function moved(tree: SyntaxTree, call: NodeId): TextEdit[] | undefined {
  const all = argumentsOf(tree, call).map((one) => textOf(tree, one));
  const [target = "", source = ""] = all;
  const one = [target, source].map((text) => text.replace(/\s*\+[^()]*$/u, ""));
  if (one[0] !== one[1] || !plain(one[0] ?? "") || target === source) return undefined;
  if (calleeName(tree, call) === "memcpy") return [replaceNode(tree, childByField(tree, call, "function"), "memmove")];
  return [replaceNode(tree, call, `memmove(${target}, ${source}, strlen(${source}) + 1)`)];
}

function printedBehind(tree: SyntaxTree, call: NodeId): TextEdit[] | undefined {
  const [target, size, format, first, ...rest] = argumentsOf(tree, call).map((one) => textOf(tree, one));
  if (target === undefined || size === undefined || format === undefined || first !== target || !plain(target)) return undefined;
  if (!/^"%s[^"]+"$/u.test(format) || rest.includes(target) || !/^(?:\w+|sizeof\s*\(?\s*\w+\s*\)?)$/u.test(size))
    return undefined;
  const others = [`"${format.slice(3)}`, ...rest].join(", ");
  return [replaceNode(tree, call, `snprintf(${target} + strlen(${target}), ${size} - strlen(${target}), ${others})`)];
}

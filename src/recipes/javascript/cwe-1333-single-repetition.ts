import { kindOf, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { calleeOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** A group that holds one repeated atom and is repeated itself; in a string its backslashes are doubled. */
const NESTED = /(?<!\\)\((\?:)?(\\{1,2}[wdsWDS]|\[(?:\\.|[^\]\\])+\]|[\w @,;:=-]|\.)([+*])\)([+*])(?![?+*{])/g;

/** What takes the place of a repeated repetition: it matches the same texts and captures the same. Undefined where the capture would differ. */
function once(group: string | undefined, atom: string, inner: string, outer: string): string | undefined {
  const kept = inner === "*" || outer === "*" ? "*" : "+";
  if (group !== undefined) return atom + kept;
  if (inner === "+") return outer === "+" ? `(${atom}+)` : `(${atom}+)?`;
  return outer === "+" ? `(${atom}*)` : undefined;
}

function inClass(text: string, index: number): boolean {
  let open = false;
  for (let unit = 0; unit < index; unit++) {
    if (text[unit] === "\\") unit++;
    else if (text[unit] === "[") open = true;
    else if (text[unit] === "]") open = false;
  }
  return open;
}

/** True when a group around the offset is repeated. */
function inRepeatedGroup(text: string, offset: number): boolean {
  let depth = 0;
  for (let unit = offset; unit < text.length; unit++) {
    if (text[unit] === "\\") unit++;
    else if (text[unit] === "(") depth++;
    else if (text[unit] === ")") {
      if (depth === 0 && /[+*{]/.test(text[unit + 1] ?? "")) return true;
      depth = Math.max(0, depth - 1);
    }
  }
  return false;
}

function simplify(text: string, offset: number): TextEdit[] | string {
  const edits: TextEdit[] = [];
  for (const match of text.matchAll(NESTED)) {
    const [all, group, atom = "", inner = "", outer = ""] = match;
    if (inClass(text, match.index)) continue;
    const end = match.index + all.length;
    if (inRepeatedGroup(text, end)) return "a group around the repetition is repeated too";
    const simple = once(group, atom, inner, outer);
    if (simple === undefined) return "what the group captures would differ for the empty text";
    edits.push({ start: offset + match.index, end: offset + end, text: simple });
  }
  return edits;
}

function isPattern(tree: SyntaxTree, node: number): boolean {
  if (kindOf(tree, node) === "regex") return true;
  const call = parentOf(tree, parentOf(tree, node));
  if (!["call_expression", "new_expression"].includes(kindOf(tree, call))) return false;
  return textOf(tree, calleeOf(tree, call)) === "RegExp";
}

export default defineRecipe({
  id: "javascript/cwe-1333-single-repetition",
  title: "Repetition of a repetition becomes one",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-1333", "CWE-400"],
  review: "merge-without-review",
  description:
    "Turns a repeated group of one repeated character or class, such as `(\\w+)+`, `(?:[a-z]+)*` or `(.*)+`, into one repetition that matches the same texts and captures the same. Declines for groups of several parts, whose simplification is a matter of what they mean, and where a group around is repeated too.",
  propose({ tree, range }) {
    let reason = "no repetition of a repetition of one character or class is written at the place";
    for (const node of nodesNear(tree, range, ["regex", "string"])) {
      if (!isPattern(tree, node)) continue;
      const edits = simplify(textOf(tree, node), tree.starts[node] as number);
      if (typeof edits === "string") reason = edits;
      else if (edits.length > 0)
        return offer(tree, [
          {
            variant: "once",
            title: "Repeat once",
            rationale:
              "A text is split in one way instead of exponentially many, so hostile input no longer keeps the matcher busy.",
            edits,
          },
        ]);
    }
    return decline(reason);
  },
});

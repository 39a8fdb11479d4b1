import { childByField, kindOf, type NodeId, namedChildren, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { entriesNear } from "#recipes/ecmascript-syntax/entries.ts";
import { bare, calledName } from "#recipes/ecmascript-syntax/expressions.ts";
import { moduleBindings } from "#recipes/ecmascript-syntax/modules.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, removeRange, replaceNode } from "#recipes/kit/edit.ts";

const MARKUP = /html|markup|markdown|rich|svg|render|template|content$/i;

/** Edits that make the value a child of the element; undefined where the element has children or is not in view. */
function asChild(tree: SyntaxTree, pair: NodeId, value: NodeId): TextEdit[] | undefined {
  const attribute = parentOf(tree, parentOf(tree, parentOf(tree, pair)));
  if (kindOf(tree, attribute) !== "jsx_attribute" || !textOf(tree, attribute).startsWith("dangerouslySetInnerHTML"))
    return undefined;
  const element = parentOf(tree, attribute);
  const child = `{${textOf(tree, value)}}`;
  const begin = tree.starts[attribute] as number;
  const start = begin - (/\s*$/.exec(tree.text.slice(0, begin)) as RegExpExecArray)[0].length;
  const end = tree.ends[attribute] as number;
  const close = tree.ends[element] as number;
  if (kindOf(tree, element) === "jsx_opening_element") {
    const whole = parentOf(tree, element);
    const inner = tree.text.slice(close, tree.starts[childByField(tree, whole, "close_tag")]);
    return inner.trim() === "" ? [removeRange(start, end), { start: close, end: close + inner.length, text: child }] : undefined;
  }
  if (kindOf(tree, element) !== "jsx_self_closing_element") return undefined;
  const tail = close - (/\s*\/>$/.exec(textOf(tree, element)) as RegExpExecArray)[0].length;
  const closing = `>${child}</${textOf(tree, childByField(tree, element, "name"))}>`;
  return tail <= end
    ? [{ start, end: close, text: closing }]
    : [removeRange(start, end), { start: tail, end: close, text: closing }];
}

function purified(tree: SyntaxTree, value: NodeId): TextEdit[] | undefined {
  const library = moduleBindings(tree, (module) => /^(?:isomorphic-)?dompurify$/.test(module)).find(
    ({ exported }) => exported === "",
  );
  if (library === undefined) return undefined;
  return [
    { ...replaceNode(tree, value, `${library.local}.sanitize(`), end: tree.starts[value] as number },
    insertAfter(tree, value, ")"),
  ];
}

export default defineRecipe({
  id: "javascript/cwe-79-plain-child",
  title: "Value of a React element is a text or sanitized",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-79", "CWE-80"],
  review: "merge-after-review",
  description:
    "Makes a plain value in `dangerouslySetInnerHTML` a child of its element, which React escapes, and sanitizes it where the file imports DOMPurify. Declines, without DOMPurify, for values that are built, called for or named as markup, for elements with children, and for what is sanitized or constant.",
  propose({ tree, range }) {
    for (const { pair, key, value } of entriesNear(tree, range)) {
      if (key !== "__html" || namedChildren(tree, pair).length < 2) continue;
      const plain = bare(tree, value);
      const kind = kindOf(tree, plain);
      if (kind === "call_expression" && /sanitize|purify|escape|encode|stringify/i.test(calledName(tree, plain)))
        return decline("the value is sanitized already", "already-safe");
      if (kind === "string") return decline("the value is a constant", "already-safe");
      const sanitized = purified(tree, value);
      const simple = ["identifier", "member_expression"].includes(kind) && !MARKUP.test(textOf(tree, plain));
      const child = simple ? asChild(tree, pair, plain) : undefined;
      const drafts: (Draft | undefined)[] = [
        sanitized === undefined
          ? undefined
          : {
              variant: "sanitized",
              title: "Sanitize the markup",
              rationale: "DOMPurify keeps harmless markup and drops scripts and handlers.",
              tradeOffs: { behaviour: "Elements and attributes that can run script vanish." },
              edits: sanitized,
            },
        child === undefined
          ? undefined
          : {
              variant: "child",
              title: "Render the value as text",
              rationale: "React escapes the children of an element, so the value cannot bring elements of its own.",
              tradeOffs: { behaviour: "Markup in the value shows as text." },
              edits: child,
            },
      ];
      return drafts.every((draft) => draft === undefined)
        ? decline("the value seems to be markup and no sanitizer is imported", "intent-unknown")
        : offer(tree, drafts);
    }
    return decline("no raw HTML is given to an element at the place", "other-place");
  },
});

import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt, quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { keywordArgument, methodName, positionalArgument, unwrap } from "#recipes/python-syntax/calls.ts";
import { isText } from "#recipes/python-syntax/text-value.ts";

const CLEAN = /\.replace\(\s*["'](\\r\\n|\\n|\\r)["']|\bquote(_plus)?\(|\bsplitlines\(|^(int|str\(int|len|str\(len)\(/;
const HEADERS = /(^|\.|_)headers?$|^(response|resp|answer|res)$/i;

export default defineRecipe({
  id: "python/cwe-113-single-line-header",
  title: "Keep a header's value on one line",
  languages: ["python"],
  cwes: ["CWE-113", "CWE-93"],
  review: "merge-after-cursory-review",
  description:
    "Takes line breaks out of a value before it becomes a header, by `send_header`, `headers[...] = ...` or `content_type=`: with a break in it the rest would be read as further headers or as the body. " +
    "Declines for constants, numbers, and values that are quoted or freed of line breaks already.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["call", "assignment"])) {
      const value = kindOf(tree, node) === "call" ? headerOfCall(tree, node) : headerOfAssignment(tree, node);
      if (value === undefined || isFixed(tree, value)) continue;
      if (CLEAN.test(textOf(tree, value))) return decline("the value holds no line breaks any more", "already-safe");
      const mark = quoteStyle(tree);
      const removal = `.replace(${mark}\\r${mark}, ${mark}${mark}).replace(${mark}\\n${mark}, ${mark}${mark})`;
      const inner = unwrap(tree, value);
      const single = ["identifier", "attribute", "subscript", "call", "string"].includes(kindOf(tree, inner));
      const open = isText(tree, value) ? (single || inner !== value ? "" : "(") : "str(";
      return offer(tree, [
        {
          variant: "without-line-breaks",
          title: "Remove line breaks from the value",
          rationale: "A header ends at a line break; without any, the value cannot end it and start another one.",
          edits: [
            insertAt(tree.starts[value] as number, open),
            insertAt(tree.ends[value] as number, (open === "" ? "" : ")") + removal),
          ],
          tradeOffs: { behaviour: "A value with line breaks is sent as one line." },
        },
      ]);
    }
    return decline("no value of another's choosing becomes a header at the place", "other-place");
  },
});

function headerOfCall(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  if (methodName(tree, call) === "send_header") return positionalArgument(tree, call, 1)?.value;
  return (keywordArgument(tree, call, "content_type") ?? keywordArgument(tree, call, "mimetype"))?.value;
}

function headerOfAssignment(tree: SyntaxTree, assignment: NodeId): NodeId | undefined {
  const [left, right] = [childByField(tree, assignment, "left"), childByField(tree, assignment, "right")];
  if (right === NONE || kindOf(tree, left) !== "subscript") return undefined;
  return HEADERS.test(textOf(tree, childByField(tree, left, "value"))) ? right : undefined;
}

function isFixed(tree: SyntaxTree, value: NodeId): boolean {
  const inner = unwrap(tree, value);
  if (["integer", "none", "true", "false"].includes(kindOf(tree, inner)) || /^[A-Z][A-Z0-9_]*$/.test(textOf(tree, inner)))
    return true;
  return kindOf(tree, inner) === "string" && !namedChildren(tree, inner).some((child) => kindOf(tree, child) === "interpolation");
}

import { childByField, kindOf, namedChildren, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { bare, functionOf, parameterNames } from "#recipes/ecmascript-syntax/expressions.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "javascript/cwe-918-checked-part",
  title: "Check the parts of an address",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-918"],
  review: "merge-after-review",
  description:
    "Lets a parameter become the part of a host name in front of a domain, or a segment of a path, only when it can neither end the host name nor leave its place in the path (letters, digits, hyphens and dots before a domain; no `/`, `\\\\`, `?`, `#`, `%` and no `..` in a path): in the condition that already turns an empty one down, else in a check of its own that refuses as the function does. Declines where the parameter is matched against a pattern or encoded already, and for names that are no parameter.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["template_string", "binary_expression"])) {
      const part = partOf(tree, node);
      if (part === undefined) continue;
      const fn = functionOf(tree, node);
      if (fn === NONE || !parameterNames(tree, fn).includes(part.name))
        return decline("the part is no parameter of the function");
      const name = part.name.replaceAll("$", "\\$");
      if (
        new RegExp(`(?:test|encodeURIComponent|exec)\\([^()]*\\b${name}\\b|\\b${name}\\.(?:match|replace)\\(`).test(
          textOf(tree, fn),
        )
      )
        return decline("the part is checked or encoded already", "already-safe");
      const test =
        part.kind === "host" ? `!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(${part.name})` : `/^\\.{1,2}$|[/\\\\?#%]/.test(${part.name})`;
      const guard = emptyGuard(tree, fn, part.name, node);
      const edits = guard === undefined ? ownCheck(tree, node, test) : [insertAfter(tree, guard, ` || ${test}`)];
      if (edits === undefined) return decline("no check can be put before the address is made");
      return offer(tree, [
        {
          variant: "checked",
          title: "Refuse what such a part cannot hold",
          rationale: "Without such characters the part can neither end the host name nor leave its place in the path.",
          edits,
          tradeOffs: {
            behaviour: "Parts with such characters are refused, as an empty one is where the function looks at that.",
          },
        },
      ]);
    }
    return decline("no address with a parameter in its host or path is at the place", "other-place");
  },
});

/** The first bare name that stands before a domain, or that follows the slash behind the first part of the address. */
function partOf(tree: SyntaxTree, node: NodeId): { name: string; kind: "host" | "segment" } | undefined {
  const pieces = piecesOf(tree, node) ?? [];
  let before = "";
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "literal") {
      before += piece.text;
      continue;
    }
    const next = pieces[index + 1];
    const plain = kindOf(tree, bare(tree, piece.node)) === "identifier";
    const name = textOf(tree, bare(tree, piece.node));
    if (plain && /^https?:\/\/$/.test(before) && next?.kind === "literal" && next.text.startsWith("."))
      return { name, kind: "host" };
    if (plain && /^\0[^?#]*\/$/.test(before)) return { name, kind: "segment" };
    before += "\0";
  }
  return undefined;
}

/** The condition `!name` of an `if` that leaves the function, before the node. */
function emptyGuard(tree: SyntaxTree, fn: NodeId, name: string, node: NodeId): NodeId | undefined {
  const body = childByField(tree, fn, "body");
  for (const statement of body === NONE ? [] : namedChildren(tree, body)) {
    if (statement > node || kindOf(tree, statement) !== "if_statement") continue;
    const condition = bare(tree, childByField(tree, statement, "condition"));
    const consequence = childByField(tree, statement, "consequence");
    const last =
      kindOf(tree, consequence) === "statement_block" ? (namedChildren(tree, consequence).at(-1) ?? NONE) : consequence;
    const leaves = last !== NONE && /^(?:return|throw)_statement$/.test(kindOf(tree, last));
    if (leaves && condition !== NONE && textOf(tree, condition) === `!${name}`) return condition;
  }
  return undefined;
}

function ownCheck(tree: SyntaxTree, node: NodeId, test: string): TextEdit[] | undefined {
  const place = placeBefore(tree, node);
  if (place === undefined) return undefined;
  return precede(tree, place, guardLines(test, refuseAt(tree, node, 400, "Bad request", "Part of the address is not valid")));
}

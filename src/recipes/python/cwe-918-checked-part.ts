import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { guardedStatement, linesBefore } from "#recipes/python-syntax/guard.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { refusalAt } from "#recipes/python-syntax/refusal.ts";
import { reboundBetween } from "#recipes/python-syntax/scope.ts";
import { templateOf } from "#recipes/python-syntax/template.ts";

export default defineRecipe({
  id: "python/cwe-918-checked-part",
  title: "Check the parts of an address",
  languages: ["python"],
  cwes: ["CWE-918"],
  review: "merge-after-review",
  description:
    "Lets a parameter become the part of a host name in front of a domain, or a segment of a path, only when it can neither end the host name nor leave its place in the path (letters, digits, hyphens and dots before a domain; no `/`, `\\\\`, `?`, `#`, `%` and no `..` in a path): in the condition that already turns an empty one down, else in a check of its own that refuses as the function does. " +
    "Declines where the parameter is matched against a pattern or quoted already, and where it is bound anew.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["string", "binary_operator", "call"])) {
      const part = partOf(tree, node);
      if (part === undefined) continue;
      const definition = enclosing(tree, node, ["function_definition"]);
      const name = textOf(tree, part.node);
      const body = textOf(tree, definition);
      if (new RegExp(`(match|search|quote|quote_plus|isalnum)\\([^\\n]*\\b${name}\\b|\\b${name}\\.isalnum\\(`).test(body))
        return decline("the part is checked or quoted already", "already-safe");
      if (
        reboundBetween(tree, part.node, tree.starts[definition] as number, tree.starts[node] as number) &&
        !isParameter(tree, definition, name)
      )
        return decline("the part is no parameter of the function");
      const re = useModule(tree, "re");
      if (re === undefined) return decline("the file uses the name re for something else", "name-taken");
      const mark = quoteStyle(tree);
      const host = part.kind === "host";
      const test = host
        ? `not ${re.name}.fullmatch(r${mark}[A-Za-z0-9][A-Za-z0-9.-]*${mark}, ${name})`
        : `${name} in (${mark}.${mark}, ${mark}..${mark}) or ${re.name}.search(r${mark}[/\\\\?#%]${mark}, ${name})`;
      const guard = emptyGuard(tree, definition, name, node);
      const checked =
        guard === undefined
          ? ownCheck(tree, node, `if ${test}:`, mark)
          : { edits: [insertAfter(tree, guard, ` or ${test}`)], answer: "are answered like an empty one" };
      if (checked === undefined) return decline("no check can be put before the address is made");
      return offer(tree, [
        {
          variant: "checked",
          title: "Refuse what such a part cannot hold",
          rationale: "Without such characters the part can neither end the host name nor leave its place in the path.",
          edits: [...re.edits, ...checked.edits],
          tradeOffs: {
            behaviour: `${host ? "Names with other characters than letters, digits, hyphens and dots" : "Parts with `/`, `\\\\`, `?`, `#` or `%`, and `..`,"} ${checked.answer}.`,
          },
        },
      ]);
    }
    return decline("no address with a parameter in its host or path is at the place", "other-place");
  },
});

/** The first bare name that stands before a domain, or that follows the slash behind the first part of the address. */
function partOf(tree: SyntaxTree, node: NodeId): { node: NodeId; kind: "host" | "segment" } | undefined {
  const pieces = templateOf(tree, node)?.pieces ?? [];
  let before = "";
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "text") {
      before += piece.value;
      continue;
    }
    const next = pieces[index + 1];
    const plain = kindOf(tree, piece.node) === "identifier";
    if (plain && /^https?:\/\/$/.test(before) && next?.kind === "text" && next.value.startsWith("."))
      return { node: piece.node, kind: "host" };
    if (plain && index > 0 && /^\0[^?#]*\/$/.test(before)) return { node: piece.node, kind: "segment" };
    before += "\0";
  }
  return undefined;
}

function isParameter(tree: SyntaxTree, definition: NodeId, name: string): boolean {
  return descendants(tree, childByField(tree, definition, "parameters"), ["identifier"]).some(
    (one) => textOf(tree, one) === name,
  );
}

/** The condition `not name` of an `if` that leaves the function, before the node. */
function emptyGuard(tree: SyntaxTree, definition: NodeId, name: string, node: NodeId): NodeId | undefined {
  for (const statement of namedChildren(tree, childByField(tree, definition, "body"))) {
    if (statement > node || kindOf(tree, statement) !== "if_statement") continue;
    const condition = childByField(tree, statement, "condition");
    const last = namedChildren(tree, childByField(tree, statement, "consequence")).at(-1) ?? NONE;
    const leaves = last !== NONE && /^(return|raise)_statement$/.test(kindOf(tree, last));
    if (leaves && textOf(tree, condition) === `not ${name}`) return condition;
  }
  return undefined;
}

function ownCheck(
  tree: SyntaxTree,
  node: NodeId,
  condition: string,
  mark: string,
): { edits: TextEdit[]; answer: string } | undefined {
  const statement = guardedStatement(tree, node);
  if (statement === undefined) return undefined;
  const refusal = refusalAt(tree, node, `${mark}part of the address is not valid${mark}`, 400);
  return {
    edits: [...refusal.edits, linesBefore(tree, statement, [condition, ...refusal.lines.map((line) => `\t${line}`)])],
    answer: refusal.answer,
  };
}

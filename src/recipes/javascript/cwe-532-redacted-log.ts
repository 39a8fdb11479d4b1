import { childByField, kindOf, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { bare } from "#recipes/ecmascript-syntax/expressions.ts";
import { logCallsNear } from "#recipes/ecmascript-syntax/log-calls.ts";
import { piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";

const SECRET =
  /(?:password|passwd|passphrase|pwd|secret|secret_?key|api_?key|(?:access|auth|refresh|reset|session|bearer|id)_?token|^token|\.token|private_?key|credit_?card|card_?number|cvv|credentials?)$/i;
const HIDDEN = "[redacted]";

function isSecret(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  if (!["identifier", "member_expression", "subscript_expression", "shorthand_property_identifier"].includes(kindOf(tree, plain)))
    return false;
  return SECRET.test(
    textOf(tree, plain)
      .replaceAll("?.", ".")
      .replace(/["'\])]+$/, ""),
  );
}

/** Edits that hide the secrets of one argument of a log call. */
function hide(tree: SyntaxTree, argument: NodeId): TextEdit[] {
  const plain = bare(tree, argument);
  const quote = quoteStyle(tree);
  const literal = quote + HIDDEN + quote;
  if (isSecret(tree, plain)) return [replaceNode(tree, argument, literal)];
  if (kindOf(tree, plain) === "object")
    return namedChildren(tree, plain).flatMap((entry) => {
      if (kindOf(tree, entry) === "shorthand_property_identifier")
        return isSecret(tree, entry) ? [replaceNode(tree, entry, `${textOf(tree, entry)}: ${literal}`)] : [];
      if (kindOf(tree, entry) !== "pair") return [];
      const value = childByField(tree, entry, "value");
      return isSecret(tree, value) ? [replaceNode(tree, value, literal)] : [];
    });
  return (piecesOf(tree, plain) ?? []).flatMap((piece) => {
    if (piece.kind === "literal" || !isSecret(tree, piece.node)) return [];
    return [{ start: piece.start, end: piece.end, text: piece.inTemplate ? HIDDEN : literal }];
  });
}

export default defineRecipe({
  id: "javascript/cwe-532-redacted-log",
  title: "Secret stays out of the log",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-532", "CWE-312"],
  review: "merge-without-review",
  description:
    "Puts `[redacted]` in the place of a password, token, key or card number in the arguments, text or object of a log call; the rest of the message stays. Declines where no part is named as a secret, and for what is only told about one, such as its length.",
  propose({ tree, range }) {
    const calls = logCallsNear(tree, range);
    for (const { arguments: all } of calls) {
      const edits = all.flatMap((argument) => hide(tree, argument));
      if (edits.length === 0) continue;
      return offer(tree, [
        {
          variant: "redacted",
          title: "Log that there was a secret, not which",
          rationale: "Logs are copied, kept and read by many; none of them needs the secret.",
          tradeOffs: { behaviour: "The secret can no longer be looked up in the log." },
          edits,
        },
      ]);
    }
    return decline(calls.length === 0 ? "nothing is logged at the place" : "no part of the message is named as a secret");
  },
});

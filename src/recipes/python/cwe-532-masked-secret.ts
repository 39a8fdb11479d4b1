import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, isCallOf } from "#recipes/python-syntax/calls.ts";
import { templateOf } from "#recipes/python-syntax/template.ts";

const LOGGER = /(^|[._])(log|logger|logging)\.(debug|info|warning|warn|error|critical|exception|log)$/i;
const SECRET =
  /(^|[._"'[])(\w+_)?(password|passwd|pwd|passphrase|secret(_?key)?|client_secret|api_?key|(access|auth|refresh|reset|session|bearer|api)_?token|private_?key|credit_?card|card_number|cvv)(["']\]|["']\))?$/i;

export default defineRecipe({
  id: "python/cwe-532-masked-secret",
  title: "Keep secrets out of the log",
  languages: ["python"],
  cwes: ["CWE-532", "CWE-312"],
  review: "merge-after-cursory-review",
  description:
    "Replaces a value whose name says that it is a secret by `***` in a message for a logger or `print`, whether it is an argument, a place of an f-string, of `%` or of `format`, or an operand of `+`. " +
    "Declines for values whose names say nothing of a secret and for calls on a value, such as `len(password)`.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!LOGGER.test(textOf(tree, calleeOf(tree, call))) && !isCallOf(tree, call, ["print"])) continue;
      const mark = quoteStyle(tree);
      const edits = (callArguments(tree, call) ?? [])
        .filter(({ name, splat }) => !splat && name === undefined)
        .flatMap(({ value }) => masks(tree, value, mark));
      if (edits.length === 0) return decline("no value of the message is a secret by its name", "other-place");
      return offer(tree, [
        {
          variant: "mask",
          title: "Write asterisks in place of the secret",
          rationale: "Logs are copied, kept and read by many; what is not in them cannot leak from them.",
          edits,
          tradeOffs: {
            behaviour: "The log no longer tells the value.",
            security: "Logs written so far still hold it: change the secret.",
          },
        },
      ]);
    }
    return decline("no message is logged or printed at the place", "other-place");
  },
});

function masks(tree: SyntaxTree, value: NodeId, mark: string): TextEdit[] {
  if (isSecret(tree, value)) return [replaceNode(tree, value, `${mark}***${mark}`)];
  const formatted =
    kindOf(tree, value) === "string" ? namedChildren(tree, value).filter((child) => kindOf(tree, child) === "interpolation") : [];
  if (formatted.length > 0) {
    return formatted
      .filter((place) => isSecret(tree, childByField(tree, place, "expression")))
      .map((place) => replaceNode(tree, place, "***"));
  }
  const template = templateOf(tree, value);
  return (template?.pieces ?? []).flatMap((piece) => {
    if (piece.kind === "text" || !isSecret(tree, piece.node)) return [];
    const inText =
      piece.literal !== undefined &&
      piece.start < (tree.starts[piece.node] as number) &&
      piece.end > (tree.ends[piece.node] as number);
    return [inText ? { start: piece.start, end: piece.end, text: "***" } : replaceNode(tree, piece.node, `${mark}***${mark}`)];
  });
}

function isSecret(tree: SyntaxTree, node: NodeId): boolean {
  if (node === NONE) return false;
  const kind = kindOf(tree, node);
  const read =
    ["identifier", "attribute", "subscript"].includes(kind) ||
    (kind === "call" && /\.get\(["']\w+["']\)$/.test(textOf(tree, node)));
  return read && SECRET.test(textOf(tree, node));
}

import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, isCallOf } from "#recipes/python-syntax/calls.ts";

const PASSWORD = /(password|passwd|pwd|passphrase)\d?$/i;
const LIMIT = /(min_?password_?len(gth)?|password_?min_?len(gth)?)$/i;

export default defineRecipe({
  id: "python/cwe-521-longer-password",
  title: "Ask for passwords of 12 characters",
  languages: ["python"],
  cwes: ["CWE-521"],
  review: "merge-after-cursory-review",
  description:
    "Raises the least length of a password to 12 where it is compared as `len(password)` or set as a constant such as `MIN_PASSWORD_LENGTH`; a second option takes 8, the least that NIST " +
    "SP 800-63B allows. Declines for limits of 8 and more, for computed ones, and where an empty password is meant.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["comparison_operator", "assignment"])) {
      const found = kindOf(tree, node) === "assignment" ? constant(tree, node) : comparison(tree, node);
      if (found === undefined) continue;
      const { limit, least, offset } = found;
      if (least < 2 || least >= 8)
        return decline("the least length is no short one, or only an empty password is meant", "intent-unknown");
      const option = (length: number) => ({
        variant: `at-least-${length}`,
        title: `Ask for at least ${length} characters`,
        rationale:
          "Short passwords are found by trying all of them once their hashes leak; each character more makes that much longer.",
        edits: [replaceNode(tree, limit, String(length - offset))],
        tradeOffs: {
          behaviour: `New passwords of fewer than ${length} characters are refused; the check at a login must not use this limit.`,
        },
      });
      return offer(tree, [option(12), option(8)]);
    }
    return decline("no length of a password is compared with a number at the place", "other-place");
  },
});

interface Limit {
  readonly limit: NodeId;
  /** The shortest password let through. */
  readonly least: number;
  /** What the number is smaller than that. */
  readonly offset: 0 | 1;
}

function constant(tree: SyntaxTree, assignment: NodeId): Limit | undefined {
  const [left, right] = [childByField(tree, assignment, "left"), childByField(tree, assignment, "right")];
  if (right === NONE || kindOf(tree, right) !== "integer" || !LIMIT.test(textOf(tree, left))) return undefined;
  return { limit: right, least: Number(textOf(tree, right)), offset: 0 };
}

function comparison(tree: SyntaxTree, node: NodeId): Limit | undefined {
  const [left, right, ...more] = namedChildren(tree, node);
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  if (kindOf(tree, right) !== "integer" || kindOf(tree, left) !== "call" || !isCallOf(tree, left, ["len"])) return undefined;
  const measured = callArguments(tree, left)?.[0];
  if (measured === undefined || !PASSWORD.test(textOf(tree, measured.value))) return undefined;
  const operator = tree.text.slice(tree.ends[left], tree.starts[right]).trim();
  if (!["<", ">=", "<=", ">"].includes(operator)) return undefined;
  const offset = operator === "<=" || operator === ">" ? 1 : 0;
  return { limit: right, least: Number(textOf(tree, right)) + offset, offset };
}

import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { bare, functionOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const PASSWORD = /(?:password|passwd|pwd|passphrase)\d?[?!]?\.length$/i;
const BOUND = /(?:min_?password_?len(?:gth)?|password_?min_?len(?:gth)?)$/i;
const LEAST = 12;

/** The number that bounds a password from below, with what replaces it. */
interface Bound {
  readonly number: NodeId;
  readonly wanted: number;
}

function comparison(tree: SyntaxTree, node: NodeId): Bound | undefined {
  const sides = [bare(tree, childByField(tree, node, "left")), bare(tree, childByField(tree, node, "right"))] as const;
  const turned = kindOf(tree, sides[0]) === "number";
  const [length, number] = turned ? [sides[1], sides[0]] : sides;
  if (kindOf(tree, number) !== "number" || !PASSWORD.test(textOf(tree, length))) return undefined;
  const sign = textOf(tree, childByField(tree, node, "operator"));
  const atLeast = turned ? ["<=", ">"] : [">=", "<"];
  const moreThan = turned ? ["<", ">="] : [">", "<="];
  const value = Number(textOf(tree, number));
  if (atLeast.includes(sign) && value >= 2 && value < 8) return { number, wanted: LEAST };
  return moreThan.includes(sign) && value >= 1 && value < 7 ? { number, wanted: LEAST - 1 } : undefined;
}

function constant(tree: SyntaxTree, node: NodeId): Bound | undefined {
  const [nameField, valueField] =
    kindOf(tree, node) === "pair"
      ? ["key", "value"]
      : kindOf(tree, node) === "variable_declarator"
        ? ["name", "value"]
        : ["left", "right"];
  const number = bare(tree, childByField(tree, node, valueField as string));
  if (number === NONE || kindOf(tree, number) !== "number") return undefined;
  const short = Number(textOf(tree, number)) >= 1 && Number(textOf(tree, number)) < 8;
  return short && BOUND.test(textOf(tree, childByField(tree, node, nameField as string))) ? { number, wanted: LEAST } : undefined;
}

/** True in code that checks a password given for signing in, where a longer bound would lock people out. */
function signsIn(tree: SyntaxTree, node: NodeId): boolean {
  for (let fn = functionOf(tree, node); fn !== NONE; fn = functionOf(tree, fn)) {
    const holder = ["pair", "variable_declarator"].includes(kindOf(tree, parentOf(tree, fn))) ? parentOf(tree, fn) : fn;
    const name = childByField(tree, holder, "name");
    const key = name === NONE ? childByField(tree, holder, "key") : name;
    if (key !== NONE && /log_?in|sign_?in|authenticate/i.test(textOf(tree, key))) return true;
  }
  return false;
}

export default defineRecipe({
  id: "javascript/cwe-521-longer-password",
  title: "Least length of a password is raised to twelve",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-521"],
  review: "merge-after-review",
  description:
    "Raises the number that a password's length is compared with, or the constant that is named as the least length, to twelve characters when it asks for fewer than eight. Declines in code that signs people in, whose passwords exist already, and for bounds that are computed.",
  propose({ tree, range }) {
    const nodes = nodesNear(tree, range, ["binary_expression", "variable_declarator", "pair", "assignment_expression"]);
    for (const node of nodes) {
      const bound = kindOf(tree, node) === "binary_expression" ? comparison(tree, node) : constant(tree, node);
      if (bound === undefined) continue;
      if (signsIn(tree, node))
        return decline("a longer bound where people sign in would lock out those with older passwords", "intent-unknown");
      return offer(tree, [
        {
          variant: "twelve-characters",
          title: "Ask for at least twelve characters",
          rationale: "Passwords of twelve characters outlast the guessing that follows a leak of their hashes.",
          tradeOffs: {
            behaviour: "New passwords under twelve characters are refused; messages that name the old number must change.",
          },
          edits: [replaceNode(tree, bound.number, String(bound.wanted))],
        },
      ]);
    }
    return decline("no short least length of a password is written at the place", "other-place");
  },
});

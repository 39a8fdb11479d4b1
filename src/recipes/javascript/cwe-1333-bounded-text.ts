import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { blowUp } from "#analysis/regex/blow-up.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, endsWithSemicolons, functionOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Steps that one match may take. */
const STEPS = 1e6;
const MOST = 1000;

interface Match {
  readonly expression: NodeId;
  readonly subject: NodeId;
}

/** The expression that a call matches, and what it is matched with. */
function matchOf(tree: SyntaxTree, call: NodeId): Match | undefined {
  const member = memberOf(tree, calleeOf(tree, call));
  const [first] = argumentsOf(tree, call);
  if (member === undefined || first === undefined) return undefined;
  const method = member.property;
  const [object, argument] = [bare(tree, member.object), bare(tree, first)];
  const pair = /^(?:test|exec)$/.test(method)
    ? { expression: object, subject: argument }
    : /^(?:match|matchAll|search|replace|replaceAll|split)$/.test(method)
      ? { expression: argument, subject: object }
      : undefined;
  if (pair === undefined) return undefined;
  const { value } = valueOf(tree, pair.expression);
  return kindOf(tree, value) === "regex" ? { ...pair, expression: value } : undefined;
}

/** With which power of the text's length the match grows, Infinity for doubling; undefined for one that takes its length. */
function degreeOf(tree: SyntaxTree, expression: NodeId): number | undefined {
  const flags = childByField(tree, expression, "flags");
  const source = textOf(tree, childByField(tree, expression, "pattern"));
  const found = blowUp(source, "javascript", flags === NONE ? "" : textOf(tree, flags).replace("g", ""));
  if (found.kind === "polynomial") return found.degree;
  return found.kind === "exponential" ? Number.POSITIVE_INFINITY : undefined;
}

/** Whether its length was asked for before. */
function isBounded(tree: SyntaxTree, call: NodeId, subject: string): boolean {
  const fn = functionOf(tree, call);
  const before = tree.text.slice(fn === NONE ? 0 : tree.starts[fn], tree.starts[call]);
  return new RegExp(`(?<![\\w$.])${subject.replaceAll(/[$.]/g, "\\$&")}\\??\\.length\\s*[<>]`).test(before);
}

/** What a function that only says whether the text matches says of one that is too long: no. */
function refusedBy(tree: SyntaxTree, call: NodeId): string[] {
  const asks =
    memberOf(tree, calleeOf(tree, call))?.property === "test" && kindOf(tree, parentOf(tree, call)) === "return_statement";
  return asks
    ? [`return false${endsWithSemicolons(tree) ? ";" : ""}`]
    : refuseAt(tree, call, 400, "Text too long", "text too long");
}

export default defineRecipe({
  id: "javascript/cwe-1333-bounded-text",
  title: "Only short texts are matched with a slow expression",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-1333", "CWE-400", "CWE-730"],
  review: "merge-after-review",
  description:
    "Refuses texts that are too long before they are matched with an expression whose time grows with a power of their length; the bound leaves a million steps. Declines for expressions that take exponential time, which no useful bound helps, for those not in view, and where the matched text has no name.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const match = matchOf(tree, call);
      if (match === undefined) continue;
      const degree = degreeOf(tree, match.expression);
      if (degree === undefined) return decline("the expression takes no more time than the text is long", "already-safe");
      if (!Number.isFinite(degree)) return decline("short texts too keep an expression busy that takes exponential time");
      const subject = textOf(tree, match.subject);
      if (!/^[\w$]+(?:\.[\w$]+)*$/.test(subject)) return decline("what is matched has no name to ask for its length");
      if (isBounded(tree, call, subject)) return decline("the text is bounded before it is matched", "already-safe");
      const place = placeBefore(tree, call);
      if (place === undefined) return decline("a check before the match would run at another time");
      const most = Math.min(MOST, Math.floor(STEPS ** (1 / degree)));
      const reads =
        kindOf(tree, calleeOf(tree, call)) === "member_expression" &&
        textOf(tree, calleeOf(tree, call)).startsWith(`${subject}.`);
      const condition = `${reads ? "" : `${subject} && `}${subject}.length > ${most}`;
      return offer(tree, [
        {
          variant: "bounded",
          title: `Refuse texts of more than ${most} characters`,
          rationale: "The time of one match is bounded, whatever the text holds.",
          tradeOffs: {
            behaviour: `Texts of more than ${most} characters are refused; adjust the bound where longer ones are meant.`,
          },
          edits: precede(tree, place, guardLines(condition, refusedBy(tree, call))),
        },
      ]);
    }
    return decline("nothing is matched with an expression in view at the place", "other-place");
  },
});

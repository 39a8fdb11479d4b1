import { enclosing, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { calleeOf, functionOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { type Binding, resolve } from "#recipes/ecmascript-syntax/scope.ts";
import { follow } from "#recipes/ecmascript-syntax/statements.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Methods that lists have too, and where they mean something else. */
const SHARED = /^(?:indexOf|lastIndexOf|includes|concat|slice|at)$/;
const FROM_REQUEST = /=\s*(?:ctx\.)?(?:req|request)\.(?:query|body|param\b)/;

/** The name that such a method is called on, when it is bound to a part of the request. */
function requestName(tree: SyntaxTree, call: NodeId): Binding | undefined {
  const member = memberOf(tree, calleeOf(tree, call));
  if (member === undefined || !SHARED.test(member.property) || kindOf(tree, member.object) !== "identifier") return undefined;
  const binding = resolve(tree, member.object, textOf(tree, member.object));
  return binding !== undefined && FROM_REQUEST.test(textOf(tree, binding.declaration)) ? binding : undefined;
}

/** True when the code around lives with the value being absent. */
function mayBeAbsent(name: string, around: string): boolean {
  return new RegExp(
    `!${name}\\b|\\b${name}\\s*(?:&&|\\|\\||\\?)|\\(\\s*${name}\\s*\\)\\s*\\{|\\b${name}\\s*[!=]==?\\s*(?:undefined|null)\\b|\\b${name}\\s*=\\s*[^=]`,
  ).test(around);
}

export default defineRecipe({
  id: "javascript/cwe-843-text-only",
  title: "Value of the request has to be a text",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-843", "CWE-1287"],
  review: "merge-after-cursory-review",
  description:
    "Puts a check behind `const name = req.query.name` that refuses what is no text, since `?name=a&name=b` makes it a list whose `indexOf`, `includes` and `slice` mean something else; an absent value passes where the code around provides for it. Declines when the function looks at the type already or the value is bound elsewhere.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const binding = requestName(tree, call);
      if (binding === undefined) continue;
      const { name } = binding;
      const fn = functionOf(tree, binding.declaration);
      const around = fn === NONE ? "" : textOf(tree, fn);
      if (new RegExp(`typeof\\s+${name}\\b|Array\\.isArray\\(\\s*${name}\\b|\\b${name}\\s+instanceof\\b`).test(around))
        return decline("the function looks at the type already", "already-safe");
      const statement = enclosing(tree, binding.declaration, ["lexical_declaration", "variable_declaration"]);
      const block = statement === NONE ? "" : kindOf(tree, parentOf(tree, statement));
      if (fn === NONE || block !== "statement_block") return decline("the value is not bound in a block of a function");
      const rest = tree.text.slice(tree.ends[statement], tree.ends[fn]);
      const quote = quoteStyle(tree);
      const wrong = `typeof ${name} !== ${quote}string${quote}`;
      const condition = mayBeAbsent(name, rest) ? `${name} !== undefined && ${wrong}` : wrong;
      return offer(tree, [
        {
          variant: "refuse-others",
          title: "Refuse what is no text",
          rationale: "A list or object can no longer pass a check that is written for texts.",
          tradeOffs: { behaviour: "Requests that give the value several times are refused." },
          edits: [
            follow(
              tree,
              statement,
              guardLines(condition, refuseAt(tree, call, 400, `${name} must be a text`, `${name} must be a text`)),
            ),
          ],
        },
      ]);
    }
    return decline("no method that lists have too is called on a value of the request here", "other-place");
  },
});

import { childByField, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, functionOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { readsRequest } from "#recipes/ecmascript-syntax/handlers.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { resolve, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** The keys of `a[b][c] = …` or of `Object.defineProperty(a, b, …)`, outermost first. */
function keysOf(tree: SyntaxTree, node: NodeId): NodeId[] {
  if (kindOf(tree, node) === "call_expression") {
    const [, key] = argumentsOf(tree, node);
    return calledName(tree, node) === "defineProperty" && key !== undefined ? [key] : [];
  }
  const keys: NodeId[] = [];
  let left = bare(tree, childByField(tree, node, "left"));
  while (left !== NONE && ["subscript_expression", "member_expression"].includes(kindOf(tree, left))) {
    if (kindOf(tree, left) === "subscript_expression") keys.unshift(childByField(tree, left, "index"));
    left = bare(tree, childByField(tree, left, "object"));
  }
  return keys;
}

/** True for a key that comes from outside of the function: of the request, a parameter or a variable with such a value. */
function isForeign(tree: SyntaxTree, key: NodeId): boolean {
  const node = bare(tree, key);
  if (node === NONE) return false;
  if (kindOf(tree, node) === "member_expression") return readsRequest(tree, node);
  if (kindOf(tree, node) !== "identifier") return false;
  const { value, binding } = valueOf(tree, node);
  if (binding !== undefined) return readsRequest(tree, value);
  return resolve(tree, node, textOf(tree, node))?.kind === "parameter";
}

export default defineRecipe({
  id: "javascript/cwe-1321-refused-key",
  title: "Keys that reach a prototype are refused",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-1321", "CWE-915", "CWE-471"],
  review: "merge-after-review",
  description:
    "Refuses `__proto__`, `constructor` and `prototype` before an assignment whose key comes from a request or a parameter (`settings[key] = …`, `store[a][b] = …`, `Object.defineProperty`), as the function refuses other values. Declines where such keys are looked at already, where the key is computed, and where no statement can be put before the assignment.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["assignment_expression", "call_expression"])) {
      const keys = keysOf(tree, node).filter((key) => isForeign(tree, key));
      if (keys.length === 0) continue;
      const around = functionOf(tree, node);
      if (around === NONE || /__proto__|hasOwn|Object\.create\(null\)|new Map\b|\.(?:includes|has)\(/.test(textOf(tree, around)))
        return decline("the function looks at the keys already", "already-safe");
      const place = placeBefore(tree, node);
      if (place === undefined) return decline("no statement can be put before the assignment");
      const quote = quoteStyle(tree);
      const list = ["__proto__", "constructor", "prototype"].map((name) => quote + name + quote).join(", ");
      const names = [...new Set(keys.map((key) => textOf(tree, key)))];
      const [only = ""] = names;
      const condition =
        names.length === 1
          ? `[${list}].includes(String(${only}))`
          : `[${names.join(", ")}].some((name) => [${list}].includes(String(name)))`;
      return offer(tree, [
        {
          variant: "refused",
          title: "Refuse the three names that reach a prototype",
          rationale: "Only these names let an assignment reach what all other objects inherit; every other key stays allowed.",
          tradeOffs: { behaviour: "Requests with one of the three names as a key are refused." },
          edits: precede(tree, place, guardLines(condition, refuseAt(tree, node, 400, "Invalid key", "Invalid key"))),
        },
      ]);
    }
    return decline("no assignment by a key from outside is at the place", "other-place");
  },
});

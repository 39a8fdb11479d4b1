import { childByField, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, endsWithSemicolons, functionOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { readsRequest } from "#recipes/ecmascript-syntax/handlers.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { freshName, resolve, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const KEYS = ["__proto__", "constructor", "prototype"];

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
      const end = endsWithSemicolons(tree) || !startsLine(tree, place.statement) ? ";" : "";
      const texts = [...new Set(keys.map((key) => textOf(tree, key)))];
      const names = texts.map((_, at) =>
        freshName(tree, at === 0 ? ["key", "property", "propertyName"] : [`key${at + 1}`, `property${at + 1}`]),
      );
      const reached = names.flatMap((name) => KEYS.map((key) => `${name} === ${quote}${key}${quote}`)).join(" || ");
      const lines = [
        ...names.map((name, at) => `const ${name} = String(${texts[at]})${end}`),
        ...guardLines(reached, refuseAt(tree, node, 400, "Invalid key", "Invalid key")),
      ];
      return offer(tree, [
        {
          variant: "refused",
          title: "Refuse the three names that reach a prototype",
          rationale: "Only these names let an assignment reach what all other objects inherit; every other key stays allowed.",
          tradeOffs: { behaviour: "Requests with one of the three names as a key are refused." },
          edits: [
            ...precede(tree, place, lines),
            ...keys.map((key) => replaceNode(tree, key, names[texts.indexOf(textOf(tree, key))] ?? "")),
          ],
        },
      ]);
    }
    return decline("no assignment by a key from outside is at the place", "other-place");
  },
});

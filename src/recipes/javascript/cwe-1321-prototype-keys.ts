import {
  childByField,
  children,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import {
  argumentsOf,
  bare,
  calledName,
  endsWithSemicolons,
  functionOf,
  isFunction,
  parameterNames,
} from "#recipes/ecmascript-syntax/expressions.ts";
import { levelOf } from "#recipes/ecmascript-syntax/indentation.ts";
import { guardLines } from "#recipes/ecmascript-syntax/refusals.ts";
import { indentationAt, insertAt, quoteStyle, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

interface Loop {
  /** The block that runs once for each key. */
  readonly body: NodeId;
  readonly key: string;
  readonly leave: "continue" | "return";
}

/** The loop around an assignment by key, whose variable is that key. */
function loopOf(tree: SyntaxTree, node: NodeId, key: string): Loop | undefined {
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    if (kindOf(tree, current) === "for_in_statement") {
      const left = childByField(tree, current, "left");
      const names = kindOf(tree, left) === "array_pattern" ? namedChildren(tree, left).slice(0, 1) : [left];
      if (names.some((name) => textOf(tree, name) === key))
        return { body: childByField(tree, current, "body"), key, leave: "continue" };
    }
    if (!isFunction(tree, current)) continue;
    const call = parentOf(tree, parentOf(tree, current));
    const each =
      call !== NONE &&
      kindOf(tree, call) === "call_expression" &&
      calledName(tree, call) === "forEach" &&
      argumentsOf(tree, call)[0] === current;
    return each && parameterNames(tree, current)[0] === key
      ? { body: childByField(tree, current, "body"), key, leave: "return" }
      : undefined;
  }
  return undefined;
}

/** The name of the key when a node assigns by one: `target[key] = …`. */
function keyOf(tree: SyntaxTree, node: NodeId): string | undefined {
  const left = childByField(tree, node, "left");
  if (left === NONE || kindOf(tree, left) !== "subscript_expression") return undefined;
  const index = bare(tree, childByField(tree, left, "index"));
  return index !== NONE && kindOf(tree, index) === "identifier" ? textOf(tree, index) : undefined;
}

function repair(tree: SyntaxTree, loop: Loop): RecipeAnswer {
  if (kindOf(tree, loop.body) !== "statement_block") return decline("the loop's body is no block");
  const around = functionOf(tree, loop.body);
  if (/__proto__|hasOwn\b.*dst|Object\.create\(null\)/.test(textOf(tree, around === NONE ? loop.body : around)))
    return decline("the function already looks at the keys of prototypes", "already-safe");
  const quote = quoteStyle(tree);
  const end = endsWithSemicolons(tree) ? ";" : "";
  const condition = ["__proto__", "constructor", "prototype"]
    .map((name) => `${loop.key} === ${quote}${name}${quote}`)
    .join(" || ");
  const unit = levelOf(tree);
  const start = tree.starts[loop.body] as number;
  const outer = indentationAt(tree.text, start);
  const lines = guardLines(condition, [loop.leave + end]).map((line) => `\n${outer}${unit}${line.replaceAll("\t", unit)}`);
  const inline = !tree.text.slice(start, tree.ends[loop.body]).includes("\n") && children(tree, loop.body).length > 0;
  const close = (tree.ends[loop.body] as number) - 1;
  const first = start + 1 + (/^[ \t]*/.exec(tree.text.slice(start + 1)) as RegExpExecArray)[0].length;
  const last = close - (/[ \t]*$/.exec(tree.text.slice(start, close)) as RegExpExecArray)[0].length;
  const edits = inline
    ? [
        { start: start + 1, end: first, text: `${lines.join("")}\n${outer}${unit}` },
        { start: last, end: close, text: `\n${outer}` },
      ]
    : [insertAt(start + 1, lines.join(""))];
  return {
    kind: "options",
    options: [
      {
        variant: "skip-keys",
        title: "Skip the keys that reach a prototype",
        rationale: "Only `__proto__`, `constructor` and `prototype` let an assignment reach what other objects inherit.",
        edits: settleEdits(tree, edits),
        tradeOffs: { behaviour: "Own properties of these three names are no longer copied." },
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-1321-prototype-keys",
  title: "Copying by key skips the keys of prototypes",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-1321", "CWE-915"],
  review: "merge-after-cursory-review",
  description:
    "Puts a check at the start of a `for…in`, `for…of` or `forEach` loop that assigns `target[key]`, which skips `__proto__`, `constructor` and `prototype`. Declines when the assigned key is not the loop's own, the body is no block, or the function already looks at such keys.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["assignment_expression"])) {
      const key = keyOf(tree, node);
      const loop = key === undefined ? undefined : loopOf(tree, node, key);
      if (loop !== undefined) return repair(tree, loop);
    }
    return decline("no assignment by the key of a loop at this place", "other-place");
  },
});

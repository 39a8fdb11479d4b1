import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, arrayDeclarator, calleeName, callsNear, literally, plainOf } from "#recipes/c-syntax/calls.ts";
import { linesAfter, wholeStatement } from "#recipes/c-syntax/statements.ts";

const COPIES = ["strncpy", "stpncpy"];

export default defineRecipe({
  id: "c/cwe-170-end-mark",
  title: "Write the end mark behind a copy that may be cut",
  languages: ["c", "cpp"],
  cwes: ["CWE-170", "CWE-125", "CWE-126"],
  review: "merge-after-cursory-review",
  description:
    "Puts `target[size - 1] = '\\0'` behind `strncpy(target, source, size)`, and `target[size] = '\\0'` where one byte of the array is left for it. Declines where the mark is written in the next statement, or the bound is something that cannot be computed twice.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, COPIES)[0] ?? copyBefore(tree, range);
    const [target, , bound] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || target === undefined || bound === undefined)
      return decline("no text is copied with a bound here", "other-place");
    const statement = wholeStatement(tree, call);
    if (statement === NONE || kindOf(tree, statement) !== "expression_statement" || parentOf(tree, call) !== statement)
      return decline("the copy is no statement of its own");
    const [name, size] = [textOf(tree, target), textOf(tree, bound)];
    if (/[()+]/u.test(name) || /(?<!sizeof)\s*\((?!\w+\))|\+\+|--|=/u.test(size.replaceAll(/sizeof\s*\(/gu, "sizeof(")))
      return decline("the target or the bound does something");
    const behind = tree.text.slice(tree.ends[statement], (tree.ends[statement] as number) + 4 * name.length + 200);
    if (new RegExp(`^[^{}]*?(?<![\\w.>])${literally(name)}\\s*\\[[^\\]]+\\]\\s*=\\s*(?:'\\\\0'|0)\\s*;`, "u").test(behind))
      return decline("the end mark is written behind the copy", "already-safe");
    const place = markAt(tree, call, name, plainOf(tree, bound));
    const line = `${name}[${place}] = '\\0';`;
    const variable = /^\w+$/u.test(size) && !/^(?:\d+|[A-Z][A-Z0-9_]*)$/u.test(size);
    return offer(tree, [
      {
        variant: "marked",
        title: "End the text where the room ends",
        rationale: "strncpy leaves the mark out when the source fills the room; now the text always ends inside of it.",
        tradeOffs: { behaviour: "A text that fills the room loses its last byte." },
        edits: [linesAfter(tree, statement, variable ? [`if (${size} > 0)`, `\t${line}`] : [line])],
      },
    ]);
  },
});

/** The last copy into a variable that the range reads. */
function copyBefore(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): NodeId | undefined {
  for (const node of nodesNear(tree, range, ["identifier"])) {
    const definition = enclosing(tree, node, ["function_definition"]);
    if (definition === NONE) continue;
    const copy = descendants(tree, definition, ["call_expression"]).findLast(
      (call) =>
        call < node &&
        COPIES.includes(calleeName(tree, call)) &&
        textOf(tree, argumentsOf(tree, call)[0] ?? NONE) === textOf(tree, node),
    );
    if (copy !== undefined) return copy;
  }
  return undefined;
}

/** The last byte that the copy fills, or the one behind it where the array goes on. */
function markAt(tree: SyntaxTree, call: NodeId, name: string, bound: NodeId): string {
  const size = textOf(tree, bound);
  const less = /^(.+?)\s*-\s*1$/u.exec(size)?.[1];
  const declared = arrayDeclarator(tree, call, name);
  const room = declared === NONE ? "" : textOf(tree, childByField(tree, declared, "size"));
  if (less !== undefined && (less === room || new RegExp(`^sizeof\\s*\\(?\\s*${name}\\s*\\)?$`, "u").test(less))) return size;
  if (/^\d+$/u.test(size) && /^\d+$/u.test(room) && Number(room) > Number(size)) return size;
  return /^\d+$/u.test(size) ? String(Number(size) - 1) : `${size} - 1`;
}

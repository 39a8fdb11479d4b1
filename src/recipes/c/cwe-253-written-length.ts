import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { argumentsOf, calleeName, callsNear, declarators } from "#recipes/c-syntax/calls.ts";
import { declaredType } from "#recipes/c-syntax/declared.ts";
import { failureReturn } from "#recipes/c-syntax/failure.ts";
import { resultName } from "#recipes/c-syntax/results.ts";
import { asked, linesAfter, wholeStatement } from "#recipes/c-syntax/statements.ts";

const CALLS = ["snprintf", "vsnprintf"];

export default defineRecipe({
  id: "c/cwe-253-written-length",
  title: "Take no more for written than there is room",
  languages: ["c", "cpp"],
  cwes: ["CWE-253", "CWE-125", "CWE-787", "CWE-126"],
  review: "merge-after-review",
  description:
    "Behind `n = snprintf(…, size, …)` the failure is refused as the function does it, and `n` becomes `size - 1` where the text was cut; behind `n += snprintf(target + n, size - n, …)` likewise. Declines where `n` is compared with something before it is used, or the size cannot be read twice.",
  propose({ tree, range }) {
    const call =
      callsNear(tree, range, CALLS)[0] ?? CALLS.map((name) => countedBefore(tree, range, name)).find((one) => one !== NONE);
    if (call === undefined) return decline("no length that snprintf gives is used at the place", "other-place");
    const name = resultName(tree, call);
    const [, size] = argumentsOf(tree, call);
    const statement = wholeStatement(tree, call);
    if (!/^\w+$/u.test(name) || size === undefined || statement === NONE || parentOf(tree, parentOf(tree, call)) !== statement)
      return decline("the length goes to no variable in a statement of its own", "other-place");
    if (isCompared(tree, statement, name)) return decline("the length is compared before it is used", "already-safe");
    const adds =
      kindOf(tree, parentOf(tree, call)) === "assignment_expression" &&
      textOf(tree, childByField(tree, parentOf(tree, call), "operator")) === "+=";
    const room = roomOf(tree, size, adds ? name : "");
    if (room === "") return decline("the size cannot be read twice", "not-in-view");
    const [declared] = declarators(tree, enclosing(tree, call, ["function_definition"]), name);
    const type = declared === undefined ? "" : declaredType(tree, nameNode(tree, declared));
    if (type !== "int" && type !== "size_t") return decline("the length is neither int nor size_t", "not-in-view");
    const signed = type === "int";
    const fixed = /^\d+$/u.test(room);
    const most = fixed ? String(Number(room) - 1) : `${signed ? "(int)" : ""}${room} - 1`;
    const empty = /^\w*[a-z]\w*$/u.test(room) ? `${room} > 0 ? ${most} : 0` : most;
    const cut = asked(`${signed && !fixed ? "(size_t)" : ""}${name} >= ${room}`, [`${name} = ${empty};`]);
    const failed = signed ? asked(`${name} < 0`, [failureReturn(tree, call)]) : [];
    return offer(tree, [
      {
        variant: "cut",
        title: "Count what is there",
        rationale: "snprintf gives the length that the whole text would have had, also where it was cut.",
        tradeOffs: { behaviour: "A text that was cut is used as far as it goes." },
        edits: [linesAfter(tree, statement, [...failed, ...cut])],
      },
    ]);
  },
});

const nameNode = (tree: SyntaxTree, declarator: NodeId): NodeId =>
  kindOf(tree, declarator) === "identifier" ? declarator : (descendants(tree, declarator, ["identifier"])[0] ?? declarator);

/** The whole room: the bound, without the length so far that is taken from it. */
function roomOf(tree: SyntaxTree, size: NodeId, less: string): string {
  let node = size;
  if (less !== "") {
    if (kindOf(tree, size) !== "binary_expression" || textOf(tree, childByField(tree, size, "operator")) !== "-") return "";
    if (textOf(tree, childByField(tree, size, "right")) !== less) return "";
    node = childByField(tree, size, "left");
  }
  return /^(?:identifier|number_literal|sizeof_expression)$/u.test(kindOf(tree, node)) ? textOf(tree, node) : "";
}

/** A later test in the same block asks more of the length than whether it is negative. */
function isCompared(tree: SyntaxTree, statement: NodeId, name: string): boolean {
  const behind = namedChildren(tree, parentOf(tree, statement)).filter((one) => one > statement);
  const asks = behind.flatMap((one) => descendants(tree, one, ["binary_expression"]));
  return asks.some((one) => {
    const operator = textOf(tree, childByField(tree, one, "operator"));
    const text = textOf(tree, one);
    return (
      /^[<>]=?$/u.test(operator) && new RegExp(`(?<![\\w.>])${name}(?!\\w)`, "u").test(text) && !/<=?\s*0$|>=\s*0$/u.test(text)
    );
  });
}

/** The last such call whose result a name within the range holds. */
function countedBefore(tree: SyntaxTree, range: { readonly start: number; readonly end: number }, callee: string): NodeId {
  const names = new Set(
    descendants(tree, 0, ["identifier"])
      .filter((node) => (tree.starts[node] as number) >= range.start && (tree.ends[node] as number) <= range.end)
      .map((node) => textOf(tree, node)),
  );
  return (
    descendants(tree, 0, ["call_expression"]).findLast(
      (call) =>
        calleeName(tree, call) === callee && (tree.ends[call] as number) <= range.start && names.has(resultName(tree, call)),
    ) ?? NONE
  );
}

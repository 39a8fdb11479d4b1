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
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear, nameAt } from "#recipes/c-syntax/calls.ts";
import { filledName, openedAs, opening } from "#recipes/c-syntax/made-files.ts";
import { resultName } from "#recipes/c-syntax/results.ts";
import { wholeStatement, withoutStatement } from "#recipes/c-syntax/statements.ts";

export default defineRecipe({
  id: "c/cwe-377-made-file",
  title: "Choose the name of a temporary file and make it at once",
  languages: ["c", "cpp"],
  cwes: ["CWE-377", "CWE-379"],
  review: "merge-after-review",
  description:
    "Opens the file that `mktemp`, `tmpnam` or `tempnam` only names with `mkstemp`, and `fopen(tmpnam(NULL), …)` with `tmpfile`. Declines where the file is not made in the same function, or the name is given a folder or kept elsewhere.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["mktemp", "tmpnam", "tempnam"]);
    if (call === undefined) return decline("no name of a temporary file is chosen at the place", "other-place");
    const edits = atOnce(tree, call) ?? named(tree, call);
    if (typeof edits === "string") return decline(edits);
    return offer(tree, [
      {
        variant: "mkstemp",
        title: "Make the file with its name",
        rationale: "mkstemp gives a file that nobody else had, or none; a link that somebody put there is never followed.",
        tradeOffs: { behaviour: "The file is readable and writable for its owner only." },
        edits,
      },
    ]);
  },
});

/** `fopen(tmpnam(NULL), "w+")`, whose name nobody asks for. */
function atOnce(tree: SyntaxTree, call: NodeId): TextEdit[] | undefined {
  const opened = parentOf(tree, parentOf(tree, call));
  const unnamed = textOf(tree, argumentsOf(tree, call)[0] ?? NONE) === "NULL";
  if (calleeName(tree, call) !== "tmpnam" || !unnamed || kindOf(tree, opened) !== "call_expression") return undefined;
  return calleeName(tree, opened) === "fopen" ? [replaceNode(tree, opened, "tmpfile()")] : undefined;
}

/** Edits, or what stands in the way. */
function named(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const template = calleeName(tree, call) === "mktemp";
  const given = nameAt(tree, argumentsOf(tree, call)[0]);
  const taken = resultName(tree, call);
  const statement = wholeStatement(tree, call);
  const own = statement !== NONE && /^(?:declaration|expression_statement)$/u.test(kindOf(tree, statement));
  if (!own || ![parentOf(tree, call), parentOf(tree, parentOf(tree, call))].includes(statement))
    return "the name is not chosen in a statement of its own";
  const name = /^\w+$/u.test(taken) ? taken : given;
  if (name === "" || (taken !== "" && given !== "" && given !== "NULL" && taken !== given))
    return "the name goes to no plain variable";
  const made = opening(tree, call, name);
  if (made === undefined) return "the file is not made in this function";
  if (isKept(tree, call, name)) return "the name is kept elsewhere";
  const chosen = template
    ? taken === ""
      ? [withoutStatement(tree, statement)]
      : [replaceNode(tree, call, given)]
    : filledName(tree, { call, statement, name, taken });
  const opened = openedAs(tree, made);
  return chosen === undefined || opened === undefined
    ? "the name has no array of its own, or belongs into another folder"
    : [...chosen, ...opened];
}

function isKept(tree: SyntaxTree, call: NodeId, name: string): boolean {
  return descendants(tree, enclosing(tree, call, ["function_definition"]), ["identifier"]).some(
    (node) =>
      node > call &&
      textOf(tree, node) === name &&
      (kindOf(tree, parentOf(tree, node)) === "return_statement" ||
        (kindOf(tree, parentOf(tree, node)) === "assignment_expression" &&
          childByField(tree, parentOf(tree, node), "right") === node)),
  );
}

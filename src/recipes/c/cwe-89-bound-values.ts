import {
  childByField,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt, replaceNode } from "#recipes/kit/edit.ts";
import { readSql } from "#recipes/kit/sql.ts";
import { addedFunction } from "#recipes/c-syntax/added-function.ts";
import { builtText } from "#recipes/c-syntax/built-text.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";
import { EXECUTE_BOUND } from "#recipes/c-syntax/databases.ts";
import { withoutFilled } from "#recipes/c-syntax/fillings.ts";
import { resultName } from "#recipes/c-syntax/results.ts";
import { linesAfter, testAround, wholeStatement } from "#recipes/c-syntax/statements.ts";

export default defineRecipe({
  id: "c/cwe-89-bound-values",
  title: "Bind values to an SQL statement",
  languages: ["c"],
  cwes: ["CWE-89"],
  review: "merge-after-review",
  description:
    "Turns SQL that `snprintf` put together and `sqlite3_prepare_v2` or `sqlite3_exec` takes into fixed text with `?`, to which the values are bound. Declines where a value stands for a table, a column or a list, which cannot be bound, for other databases, and where `sqlite3_exec` has a callback.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["sqlite3_prepare", "sqlite3_prepare_v2", "sqlite3_prepare_v3", "sqlite3_exec"]);
    const all = call === undefined ? [] : argumentsOf(tree, call);
    const text = all[1];
    if (call === undefined || text === undefined) return decline("no statement of SQLite is made at the place", "other-place");
    const built = builtText(tree, text);
    if (typeof built === "string") return decline(built, "not-in-view");
    const reading = readSql(built.pieces.map((piece) => (piece.kind === "text" ? piece.value : undefined)));
    if (!reading.ok) return decline(reading.reason);
    if (reading.plan.order.includes("existing")) return decline("the statement has parameters already");
    const filled = withoutFilled(tree, built, reading.plan.values, () => "?", "||");
    if (filled === undefined) return decline("a value has text beside it that cannot be kept");
    const bound =
      calleeName(tree, call) === "sqlite3_exec"
        ? executed(tree, call, all, filled.values)
        : prepared(tree, call, all, filled.values);
    if (typeof bound === "string") return decline(bound);
    return offer(tree, [
      {
        variant: "bound",
        title: "Bind the values",
        rationale: "The statement's text is fixed and the values are sent apart from it, so that none can be read as SQL.",
        edits: [...filled.edits, ...bound],
      },
    ]);
  },
});

function prepared(tree: SyntaxTree, call: NodeId, all: readonly NodeId[], values: readonly string[]): TextEdit[] | string {
  const handle = all[calleeName(tree, call) === "sqlite3_prepare_v3" ? 4 : 3];
  const name = handle === undefined ? undefined : /^&\s*(\w+)$/u.exec(textOf(tree, handle))?.[1];
  if (name === undefined) return "the statement's variable is not named at the call";
  const lines = values.map((value, index) => `sqlite3_bind_text(${name}, ${index + 1}, ${value}, -1, SQLITE_TRANSIENT);`);
  const test = testAround(tree, call);
  if (test === NONE) return boundLater(tree, call, lines);
  const condition = childByField(tree, test, "condition");
  if (/[!=]=\s*(?:SQLITE_OK|0)\s*\)$/u.test(textOf(tree, condition)) && /&&|\|\|/u.test(textOf(tree, condition)))
    return "the test asks more than whether the statement is right";
  if (/==\s*(?:SQLITE_OK|0)\s*\)$/u.test(textOf(tree, condition)))
    return atStart(tree, childByField(tree, test, "consequence"), lines);
  return childByField(tree, test, "alternative") === NONE && leaves(tree, test) && wholeStatement(tree, test) === test
    ? [linesAfter(tree, test, lines)]
    : "the program goes on where the statement is wrong";
}

/** `rc = sqlite3_prepare_v2(…); if (rc != SQLITE_OK) {…}` */
function boundLater(tree: SyntaxTree, call: NodeId, lines: readonly string[]): TextEdit[] | string {
  const statement = wholeStatement(tree, call);
  if (statement === NONE) return "no line can be put behind the call";
  const siblings = namedChildren(tree, parentOf(tree, statement)).filter((node) => kindOf(tree, node) !== "comment");
  const next = siblings[siblings.indexOf(statement) + 1];
  const result = resultName(tree, call);
  if (next === undefined || result === "" || kindOf(tree, next) !== "if_statement") return [linesAfter(tree, statement, lines)];
  const condition = textOf(tree, childByField(tree, next, "condition"));
  if (!condition.includes(result)) return [linesAfter(tree, statement, lines)];
  if (/==\s*(?:SQLITE_OK|0)\s*\)$/u.test(condition)) return atStart(tree, childByField(tree, next, "consequence"), lines);
  return [linesAfter(tree, leaves(tree, next) && childByField(tree, next, "alternative") === NONE ? next : statement, lines)];
}

function atStart(tree: SyntaxTree, body: NodeId, lines: readonly string[]): TextEdit[] | string {
  const first = kindOf(tree, body) === "compound_statement" ? namedChildren(tree, body)[0] : undefined;
  if (first === undefined) return "no line can be put where the statement is right";
  const start = tree.starts[first] as number;
  const lineStart = tree.text.lastIndexOf("\n", start) + 1;
  const indent = tree.text.slice(lineStart, start);
  if (indent.trim() !== "") return "no line can be put where the statement is right";
  return [insertAt(lineStart, lines.map((line) => `${indent}${line}\n`).join(""))];
}

function leaves(tree: SyntaxTree, test: NodeId): boolean {
  const body = childByField(tree, test, "consequence");
  const last = kindOf(tree, body) === "compound_statement" ? namedChildren(tree, body).at(-1) : body;
  return (
    last !== undefined &&
    (/^(?:return|goto|break|continue)_statement$/u.test(kindOf(tree, last)) || /^(?:exit|abort)\s*\(/u.test(textOf(tree, last)))
  );
}

function executed(tree: SyntaxTree, call: NodeId, all: readonly NodeId[], values: readonly string[]): TextEdit[] | string {
  const [database, text, callback, given, message] = all;
  const nothing = (node: NodeId | undefined): boolean => node !== undefined && /^(?:NULL|0)$/u.test(textOf(tree, node));
  if (database === undefined || text === undefined || message === undefined) return "the call of sqlite3_exec is not complete";
  if (!nothing(callback) || !nothing(given)) return "what the statement gives goes to a callback";
  const added = addedFunction(tree, call, EXECUTE_BOUND);
  const statement = wholeStatement(tree, enclosing(tree, call, ["if_statement", "expression_statement", "declaration"]));
  if (added === undefined || statement === NONE) return "the file uses a name that the repair needs, or leaves no room for it";
  const list = `(const char *const[]){${values.join(", ")}}`;
  return [
    ...added,
    replaceNode(
      tree,
      call,
      `execute_bound(${textOf(tree, database)}, ${textOf(tree, text)}, ${list}, ${values.length}, ${textOf(tree, message)})`,
    ),
  ];
}

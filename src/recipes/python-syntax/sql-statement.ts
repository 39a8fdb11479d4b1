import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { type Argument, callArguments, calleeOf, isCallOf, methodName, unwrap } from "./calls.ts";
import { importsModule } from "./names.ts";
import { isBinding, localValue, mentions, reboundBetween, scopeOf } from "./scope.ts";
import { type Template, templateOf } from "./template.ts";

/** A call that runs or prepares a statement built as a template. */
export interface Statement {
  readonly call: NodeId;
  /** `execute`: parameters follow as one argument; `fetch`: one argument each (asyncpg); `text`: bound by name (SQLAlchemy). */
  readonly kind: "execute" | "fetch" | "text";
  readonly template: Template;
}

export type StatementFound =
  | { readonly ok: true; readonly statement: Statement }
  | { readonly ok: false; readonly reason: string };

const TEXT = ["sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text"];
const FETCH = ["fetch", "fetchrow", "fetchval"];

/** The statement at the range, which may be the call, its argument, or the assignment of the variable that is its argument. */
export function findStatement(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): StatementFound {
  let reason = "no call that runs an SQL statement is at the place";
  for (const call of [...nodesNear(tree, range, ["call"]), ...callsOfAssigned(tree, range)]) {
    const kind = kindOfCall(tree, call);
    if (kind === undefined) continue;
    const statement = callArguments(tree, call)?.find(
      (argument) => argument.name === undefined || ["sql", "query", "statement", "operation"].includes(argument.name),
    );
    if (statement === undefined || statement.splat) continue;
    const template = statementTemplate(tree, call, statement);
    if (typeof template !== "string") return { ok: true, statement: { call, kind, template } };
    reason = template;
  }
  return { ok: false, reason };
}

function kindOfCall(tree: SyntaxTree, call: NodeId): Statement["kind"] | undefined {
  if (isCallOf(tree, call, TEXT)) return "text";
  const method = methodName(tree, call) ?? "";
  if (method === "text" && importsModule(tree, "flask_sqlalchemy")) return "text";
  if (FETCH.includes(method) && importsModule(tree, "asyncpg")) return "fetch";
  if (method === "execute") return importsModule(tree, "asyncpg") ? "fetch" : "execute";
  return method === "raw" && importsModule(tree, "django") ? "execute" : undefined;
}

function statementTemplate(tree: SyntaxTree, call: NodeId, argument: Argument): Template | string {
  const value = unwrap(tree, argument.value);
  if (kindOf(tree, value) !== "identifier") {
    const template = templateOf(tree, value);
    return template === undefined || !hasHole(template)
      ? "the statement is not built from literal text and expressions here"
      : template;
  }
  const local = localValue(tree, value);
  if (local === undefined) return "the statement's variable is set in more than one place, or elsewhere";
  const template = templateOf(tree, local.value);
  if (template === undefined || !hasHole(template))
    return "the statement's variable does not hold a template of literal text and expressions";
  if (local.reads.some((read) => read !== value && !onlyShown(tree, read)))
    return "the statement's variable is used for more than this call";
  const [from, to] = [tree.ends[local.statement] as number, tree.starts[call] as number];
  const rebound = template.pieces.some((piece) => piece.kind === "hole" && reboundBetween(tree, piece.node, from, to));
  return rebound ? "a value of the statement changes between its building and its run" : template;
}

function hasHole(template: Template): boolean {
  return template.pieces.some((piece) => piece.kind === "hole");
}

/** True inside an argument of `print` or of a logger's method. */
function onlyShown(tree: SyntaxTree, read: NodeId): boolean {
  const call = enclosing(tree, read, ["call"]);
  if (call === NONE) return false;
  const callee = calleeOf(tree, call);
  return (
    textOf(tree, callee) === "print" || /^(debug|info|warning|error|exception|critical|log)$/.test(methodName(tree, call) ?? "")
  );
}

/** Calls that take, as an argument, a variable which the range assigns. */
function callsOfAssigned(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): NodeId[] {
  return nodesNear(tree, range, ["assignment"]).flatMap((assignment) => {
    const left = childByField(tree, assignment, "left");
    if (kindOf(tree, left) !== "identifier") return [];
    const reads = mentions(tree, scopeOf(tree, left), textOf(tree, left)).filter((node) => !isBinding(tree, node));
    const calls = reads
      .map((read) => enclosing(tree, read, ["call", "block"]))
      .filter((node) => node !== NONE && kindOf(tree, node) === "call");
    return descendants(tree, scopeOf(tree, left), ["call"]).filter((call) => calls.includes(call));
  });
}

import {
  childByField,
  children,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { isHollow } from "./removals.ts";
import type { Detector, Silencing } from "./silencing.ts";
import { isConstant, statementsOf } from "./tree-tokens.ts";
import { argumentsOf, assignments, CALLS, calleeText, FUNCTION_KINDS, stringValue } from "./values.ts";

/** More places where an error vanishes, with at most a line in a log. */
export const swallowsErrors: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const { before, after } = trees;
  const found = (detail: string): Silencing => ({ reason: "swallows-errors", detail: `${path}: ${detail}` });
  if (swallowing(after) > swallowing(before)) return found("errors are caught and dropped");
  if (overruled(after) > overruled(before)) return found("leaving `finally` by a jump drops the error");
  if (processWide(after) > processWide(before)) return found("errors of the whole program are dropped");
  const [old, fresh] = [muffled(before), muffled(after)];
  const weakened = fresh.narrow > old.narrow && fresh.clauses <= old.clauses;
  if (fresh.broad > old.broad || weakened) return { ...found("an error is only reported, and the work goes on"), asks: true };
  return undefined;
};

const CLAUSES = ["except_clause", "except_group_clause", "catch_clause"];

function bodyOf(tree: SyntaxTree, clause: NodeId): NodeId {
  return namedChildren(tree, clause).findLast((child) => kindOf(tree, child).endsWith("block")) ?? NONE;
}

function swallowing(tree: SyntaxTree): number {
  const clauses = descendants(tree, 0, CLAUSES).filter((clause) => {
    const body = bodyOf(tree, clause);
    return body === NONE || (isHollow(tree, body) && !/\b(?:raise|throw)\b/.test(textOf(tree, body)));
  });
  const calls = descendants(tree, 0, CALLS).filter((call) => {
    const name = calleeText(tree, call);
    if (/(?:^|\.)suppress$/.test(name)) return true;
    const handler = name.endsWith(".catch")
      ? argumentsOf(tree, call)[0]
      : name.endsWith(".then")
        ? argumentsOf(tree, call)[1]
        : undefined;
    return handler !== undefined && isIdleHandler(tree, handler);
  });
  return clauses.length + calls.length;
}

function isIdleHandler(tree: SyntaxTree, handler: NodeId): boolean {
  if (/^(?:_\.)?noop$|^Function\.prototype$/.test(textOf(tree, handler))) return true;
  if (!FUNCTION_KINDS.includes(kindOf(tree, handler))) return false;
  const body = childByField(tree, handler, "body");
  return body !== NONE && isHollow(tree, body) && !/\b(?:raise|throw)\b/.test(textOf(tree, body));
}

/** A jump in `finally` replaces the error that is under way. */
function overruled(tree: SyntaxTree): number {
  return descendants(tree, 0, ["finally_clause"]).filter((clause) => {
    const jumps = descendants(tree, clause, ["return_statement", "break_statement", "continue_statement"]);
    return jumps.some(
      (jump) => !descendants(tree, clause, FUNCTION_KINDS).some((inner) => inner < jump && jump < (tree.after[inner] as number)),
    );
  }).length;
}

const PROCESS_EVENTS = /^(?:uncaughtException|unhandledRejection|unhandledrejection|error)$/;

function processWide(tree: SyntaxTree): number {
  const handlers = descendants(tree, 0, CALLS).filter((call) => {
    if (!/(?:^|\.)(?:on|once|addListener|addEventListener)$/.test(calleeText(tree, call))) return false;
    const [event, handler] = argumentsOf(tree, call);
    if (event === undefined || handler === undefined || !PROCESS_EVENTS.test(stringValue(tree, event) ?? "")) return false;
    return isIdleHandler(tree, handler) || onlyReports(tree, childByField(tree, handler, "body"));
  });
  const hooks = assignments(tree).filter(({ left }) =>
    /(?:^|\.)(?:excepthook|unraisablehook|onerror|onunhandledrejection)$/.test(left),
  );
  return handlers.length + hooks.length;
}

/** Handlers that say something and go on: of every error, of chosen ones, and how many handlers there are. */
function muffled(tree: SyntaxTree): { broad: number; narrow: number; clauses: number } {
  const clauses = descendants(tree, 0, CLAUSES);
  const idle = clauses.filter((clause) => onlyReports(tree, bodyOf(tree, clause)));
  const broad = idle.filter((clause) => isBroad(tree, clause)).length;
  return { broad, narrow: idle.length - broad, clauses: clauses.length };
}

function isBroad(tree: SyntaxTree, clause: NodeId): boolean {
  if (kindOf(tree, clause) === "catch_clause") return true;
  const types = namedChildren(tree, clause).filter(
    (child) => !kindOf(tree, child).endsWith("block") && kindOf(tree, child) !== "comment",
  );
  return types.length === 0 || types.some((type) => /\b(?:Base)?Exception\b/.test(textOf(tree, type)));
}

const REPORTS =
  /(?:^|[._])(?:print|log|debug|info|warn|warning|error|exception|critical|trace|write|print_exc|captureException|capture_exception)$/;

/** Nothing but calls that report, constants and `pass`, and at least one report. */
function onlyReports(tree: SyntaxTree, body: NodeId): boolean {
  if (body === NONE) return false;
  if (CALLS.includes(kindOf(tree, body))) return REPORTS.test(calleeText(tree, body));
  const statements = statementsOf(tree, body);
  const reports = statements.filter((statement) => {
    const inner = children(tree, statement).filter((child) => CALLS.includes(kindOf(tree, child)));
    return inner.length === 1 && REPORTS.test(calleeText(tree, inner[0] as NodeId));
  });
  const idle = statements.every((statement) => {
    if (reports.includes(statement) || /^(?:pass|continue)_statement$/.test(kindOf(tree, statement))) return true;
    return (
      kindOf(tree, statement) === "return_statement" && namedChildren(tree, statement).every((value) => isConstant(tree, value))
    );
  });
  return reports.length > 0 && idle;
}

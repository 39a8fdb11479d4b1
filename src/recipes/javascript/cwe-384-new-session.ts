import {
  childByField,
  descendants,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { endsWithSemicolons, functionOf, parameterNames } from "#recipes/ecmascript-syntax/expressions.ts";
import { handlerOf, type Handler } from "#recipes/ecmascript-syntax/handlers.ts";
import { levelOf } from "#recipes/ecmascript-syntax/indentation.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, insertAt, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** What stands in the session once a statement ran, `user` of `req.session.user = user`. */
function stored(tree: SyntaxTree, statement: NodeId, session: string): string | undefined {
  const [expression = NONE] = namedChildren(tree, statement);
  if (kindOf(tree, statement) !== "expression_statement" || kindOf(tree, expression) !== "assignment_expression")
    return undefined;
  const left = textOf(tree, childByField(tree, expression, "left"));
  return left.startsWith(`${session}.`) ? left.slice(session.length + 1) : undefined;
}

/** Whether code reads anything from the session that was not put there by these statements. */
function readsOld(code: string, session: string, put: readonly string[]): boolean {
  const read = new RegExp(`\\b${session.replaceAll(".", "\\s*\\.\\s*")}\\s*(?:\\.\\s*(\\w+)\\b(?!\\s*=[^=])|\\[|[,);])`, "g");
  return [...code.matchAll(read)].some(([, name]) => name === undefined || !put.includes(name));
}

/** Nothing runs behind the block once its last statement did. */
function isLast(tree: SyntaxTree, block: NodeId, fn: NodeId): boolean {
  for (let node = block, parent = parentOf(tree, block); node !== NONE; node = parent, parent = parentOf(tree, parent)) {
    if (parent === fn) return true;
    if (kindOf(tree, parent) === "statement_block" && namedChildren(tree, parent).at(-1) !== node) return false;
    if (!["statement_block", "if_statement", "else_clause"].includes(kindOf(tree, parent))) return false;
  }
  return false;
}

/** The rest of the block within the callback of `regenerate`. */
function wrapped(tree: SyntaxTree, rest: readonly NodeId[], handler: Handler): TextEdit[] {
  const [first = NONE, last = first] = [rest[0], rest.at(-1)];
  const start = tree.starts[first] as number;
  const end = tree.ends[last] as number;
  const outer = indentationAt(tree.text, start);
  const unit = levelOf(tree);
  const stop = endsWithSemicolons(tree) ? ";" : "";
  const next = parameterNames(tree, handler.function)[2];
  const failed = next === undefined ? `${handler.response}.sendStatus(500)` : `${next}(error)`;
  const leaves = kindOf(tree, last) === "return_statement" && parentOf(tree, parentOf(tree, last)) !== handler.function;
  const lines = [...tree.text.slice(start, end).matchAll(/\n(?=[^\r\n])/g)].map(({ index }) => insertAt(start + index + 1, unit));
  const opening = `${leaves ? "return " : ""}${handler.request}.session.regenerate((error) => {\n${outer}${unit}if (error) return ${failed}${stop}\n${outer}${unit}`;
  return [insertAt(start, opening), ...lines, insertAt(end, `\n${outer}})${stop}`)];
}

export default defineRecipe({
  id: "javascript/cwe-384-new-session",
  title: "Login begins a session of its own",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-384"],
  review: "merge-after-review",
  description:
    "Calls `regenerate` of express-session before a login is stored in the session: awaited where the handler is async, else with the rest of the block in its callback, and with errors passed to `next` or answered with 500. Declines where later code reads what the old session held, where code behind the block runs at the same time, for `cookie-session`, which has no `regenerate`, and where texts over several lines would be shifted.",
  propose({ tree, range }) {
    for (const assignment of nodesNear(tree, range, ["assignment_expression"])) {
      const statement = parentOf(tree, assignment);
      const handler = handlerOf(tree, statement);
      const session = handler === undefined ? "" : `${handler.request}.session`;
      if (handler === undefined || stored(tree, statement, session) === undefined) continue;
      const fn = functionOf(tree, statement);
      const own = tree.text.slice(tree.starts[handler.function], tree.ends[handler.function]);
      if (/\.session\s*\.\s*regenerate\s*\(/.test(own)) return decline("the session is made anew already", "already-safe");
      if (/["']cookie-session["']|["']iron-session["']/.test(tree.text))
        return decline("a session that lies in the cookie has no identifier to keep", "already-safe");
      const block = parentOf(tree, statement);
      if (kindOf(tree, block) !== "statement_block" || !startsLine(tree, statement))
        return decline("the assignment is no statement of a block on a line of its own");
      const all = namedChildren(tree, block);
      const from = all.findIndex((child) => stored(tree, child, session) !== undefined);
      const rest = all.slice(from);
      const put = rest.flatMap((child) => stored(tree, child, session) ?? []);
      const start = tree.starts[rest[0] ?? statement] as number;
      if (readsOld(tree.text.slice(start, tree.ends[handler.function]), session, put))
        return decline("what the old session held is needed after the login", "intent-unknown");
      const isAsync = /^async\b/.test(textOf(tree, fn));
      const last = rest.at(-1) ?? NONE;
      const closes = kindOf(tree, last) === "return_statement" || isLast(tree, block, fn);
      if (!isAsync && (!closes || fn !== handler.function))
        return decline("what stands behind the block would run before the session is new", "not-in-view");
      if (
        !isAsync &&
        rest.some((child) => descendants(tree, child, ["template_string"]).some((text) => textOf(tree, text).includes("\n")))
      )
        return decline("a text over several lines stands in the rest of the block");
      const type = tree.pack.id === "javascript" ? "" : "<void>";
      const line = `await new Promise${type}((resolve, reject) => ${session}.regenerate((error) => (error ? reject(error) : resolve())))${endsWithSemicolons(tree) ? ";" : ""}\n${indentationAt(tree.text, start)}`;
      return offer(tree, [
        {
          variant: "regenerate",
          title: "Make the session anew before the login is stored",
          rationale: "Whoever knew the identifier from before the login holds one that is worth nothing now.",
          tradeOffs: { behaviour: "What the session held before the login is gone, and the session's cookie changes." },
          edits: isAsync ? [insertAt(start, line)] : wrapped(tree, rest, handler),
        },
      ]);
    }
    return decline("nothing is stored in the session of a handler at the place", "other-place");
  },
});

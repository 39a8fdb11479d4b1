import { descendants, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { calledName, endsWithSemicolons, functionOf, parameterNames, quoted } from "./expressions.ts";

/** The web handler that a node runs in, with the names of its parameters. */
export interface Handler {
  readonly framework: "express" | "fastify" | "koa" | "http";
  readonly function: NodeId;
  /** Response, reply or context. */
  readonly response: string;
  readonly request: string;
}

const REQUEST = /^_?(req|request)$/;
const RESPONSE = /^(res|resp|response)$/;
/** Calls whose callbacks run within the handler's turn, so that returning from them does not leave the handler. */
const ITERATIONS = new Set([
  "map",
  "filter",
  "forEach",
  "find",
  "findIndex",
  "some",
  "every",
  "reduce",
  "flatMap",
  "sort",
  "replace",
]);

/** The handler around a node, provided that leaving the innermost function also ends the handling of the request. */
export function handlerOf(tree: SyntaxTree, node: NodeId): Handler | undefined {
  for (let fn = functionOf(tree, node); fn !== NONE; fn = functionOf(tree, fn)) {
    const handler = describe(tree, fn);
    if (handler !== undefined) return handler;
    if (isIteration(tree, fn) || !isCallback(tree, fn)) return undefined;
  }
  return undefined;
}

function describe(tree: SyntaxTree, fn: NodeId): Handler | undefined {
  const names = parameterNames(tree, fn);
  const offset = names.length === 4 && /^_?err(or)?$/.test(names[0] as string) ? 1 : 0;
  const [request = "", response = ""] = names.slice(offset);
  if (/^(ctx|context)$/.test(names[0] ?? "") && /\bkoa\b|\bctx\.(body|throw|status|redirect)\b/.test(tree.text)) {
    return { framework: "koa", function: fn, request: `${names[0]}`, response: `${names[0]}` };
  }
  if (!REQUEST.test(request)) return undefined;
  if (response === "reply") return { framework: "fastify", function: fn, request, response };
  if (!RESPONSE.test(response)) return undefined;
  const own = tree.text.slice(tree.starts[fn], tree.ends[fn]);
  const raw = new RegExp(`\\b${response}\\s*\\.\\s*(writeHead|statusCode|setHeader|end)\\b`).test(own);
  const rich = new RegExp(
    `\\b${response}\\s*\\.\\s*(status|send|json|render|redirect|sendFile|sendStatus|download|type|set|cookie)\\b`,
  ).test(own);
  const plain = !rich && (raw || calledName(tree, parentOf(tree, parentOf(tree, fn))) === "createServer");
  return { framework: plain ? "http" : "express", function: fn, request, response };
}

function isCallback(tree: SyntaxTree, fn: NodeId): boolean {
  return kindOf(tree, parentOf(tree, fn)) === "arguments";
}

function isIteration(tree: SyntaxTree, fn: NodeId): boolean {
  return isCallback(tree, fn) && ITERATIONS.has(calledName(tree, parentOf(tree, parentOf(tree, fn))));
}

/** Statements that answer a bad request and leave, as the handler's own style has it. */
export function refusal(tree: SyntaxTree, handler: Handler, status: number, message: string): string[] {
  const end = endsWithSemicolons(tree) ? ";" : "";
  const text = quoted(message, quoteStyle(tree));
  const { response } = handler;
  if (handler.framework === "koa") return [`${response}.throw(${status}, ${text})${end}`];
  if (handler.framework === "fastify") return [`return ${response}.code(${status}).send({ error: ${text} })${end}`];
  if (handler.framework === "http")
    return [`${response}.writeHead(${status})${end}`, `${response}.end(${text})${end}`, `return${end}`];
  const body = answersWithJson(tree, handler) ? `json({ error: ${text} })` : `send(${text})`;
  const answer = `${response}.status(${status}).${body}${end}`;
  return returnsAnswers(tree, handler) ? [`return ${answer}`] : [answer, `return${end}`];
}

function answersWithJson(tree: SyntaxTree, handler: Handler): boolean {
  const own = tree.text.slice(tree.starts[handler.function], tree.ends[handler.function]);
  return new RegExp(`\\b${handler.response}\\s*(\\.\\s*status\\([^)]*\\)\\s*)?\\.\\s*json\\s*\\(`).test(own);
}

/** JavaScript may return the answer; TypeScript's handler types forbid it in places, so there only where the handler already does. */
function returnsAnswers(tree: SyntaxTree, handler: Handler): boolean {
  if (tree.pack.id === "javascript") return true;
  return descendants(tree, handler.function, ["return_statement"]).some((statement) =>
    new RegExp(`^return\\s+${handler.response}\\s*\\.`).test(textOf(tree, statement)),
  );
}

/** True when the expression reads from the request: `req.query.x`, `ctx.params.x`. */
export function readsRequest(tree: SyntaxTree, node: NodeId): boolean {
  return /\b(req|request|ctx|context|event)\s*(\.|\[|\?\.)/.test(textOf(tree, node));
}

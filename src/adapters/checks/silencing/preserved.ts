import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { statementsOf } from "./tree-tokens.ts";
import { argumentsOf, assignments, CALLS, calleeText, FUNCTION_KINDS, namesIn, stringValue } from "./values.ts";

const LEAVES = ["return_statement", "raise_statement", "throw_statement", "break_statement", "continue_statement"];
const ENDS = /(?:^|\.)(?:exit|_exit|abort|quit|kill|skip|skipTest|skipIf|todo|importorskip|xfail|exitNow)$/;
const DOUBLES =
  /(?:^|\.)(?:patch|patch\.\w+|monkeypatch\.\w+|setattr|mock|doMock|unstable_mockModule|mockModule|spyOn|stub|replace|fake|Mock|MagicMock|AsyncMock|stubGlobal|stubEnv|fn|mockImplementation|mockReturnValue\w*|mockResolvedValue\w*|setSystemTime|overrideProvider)$/;

/** What a change of a test file takes from the tests that were there; undefined when it only adds. The statements of every test stay as they are, in order, where they are. */
export function lostFromTests(before: SyntaxTree, after: SyntaxTree): string | undefined {
  return lostFrom(before, 0, after, 0, true);
}

function lostFrom(before: SyntaxTree, old: NodeId, after: SyntaxTree, fresh: NodeId, container: boolean): string | undefined {
  const news = statementsOf(after, fresh);
  let position = 0;
  for (const statement of statementsOf(before, old)) {
    const place = news.findIndex((each, index) => index >= position && keeps(before, statement, after, each));
    if (place < 0) return `\`${headline(before, statement)}\` is gone or changed`;
    for (const added of news.slice(position, place)) {
      const harm = harmOf(after, added, before, container);
      if (harm !== undefined) return harm;
    }
    const bodies = [testBody(before, statement), testBody(after, news[place] as NodeId)] as const;
    if (bodies[0] !== NONE && bodies[1] !== NONE && words(before, statement) !== words(after, news[place] as NodeId)) {
      const lost = lostFrom(before, bodies[0], after, bodies[1], isContainer(before, statement));
      if (lost !== undefined) return lost;
    }
    position = place + 1;
  }
  for (const added of news.slice(position)) {
    const harm = harmOf(after, added, before, container);
    if (harm !== undefined) return harm;
  }
  return undefined;
}

/** The same statement, or a test or group of tests whose heading is the same. */
function keeps(before: SyntaxTree, old: NodeId, after: SyntaxTree, fresh: NodeId): boolean {
  if (words(before, old) === words(after, fresh)) return true;
  const [a, b] = [testBody(before, old), testBody(after, fresh)];
  return a !== NONE && b !== NONE && heading(before, old, a) === heading(after, fresh, b);
}

/** The block of a function, a class, or of the function that a call such as `it("…", () => {…})` is given; NONE for other statements. */
function testBody(tree: SyntaxTree, statement: NodeId): NodeId {
  const kind = kindOf(tree, statement);
  if (kind === "decorated_definition") return testBody(tree, childByField(tree, statement, "definition"));
  if (/(?:_definition|_declaration)$/.test(kind) && kind !== "lexical_declaration") return childByField(tree, statement, "body");
  if (kind === "export_statement") {
    const declaration = childByField(tree, statement, "declaration");
    return declaration === NONE ? NONE : testBody(tree, declaration);
  }
  const call = kind === "expression_statement" ? (namedChildren(tree, statement)[0] ?? NONE) : NONE;
  if (call === NONE || kindOf(tree, call) !== "call_expression") return NONE;
  const handler = argumentsOf(tree, call).findLast((arg) => FUNCTION_KINDS.includes(kindOf(tree, arg)));
  const body = handler === undefined ? NONE : childByField(tree, handler, "body");
  return body !== NONE && kindOf(tree, body) === "statement_block" ? body : NONE;
}

/** A class or a group of tests: what is added to it are tests of their own. */
function isContainer(tree: SyntaxTree, statement: NodeId): boolean {
  return (
    /^(?:class|abstract_class)/.test(kindOf(tree, statement)) || /^\s*(?:describe|suite|context)\b/.test(textOf(tree, statement))
  );
}

function heading(tree: SyntaxTree, statement: NodeId, body: NodeId): string {
  const [start, from, to] = [tree.starts[statement] as number, tree.starts[body] as number, tree.ends[body] as number];
  return squeeze(`${tree.text.slice(start, from)} … ${tree.text.slice(to, tree.ends[statement])}`);
}

/** Why an added statement takes from the tests around it. */
function harmOf(tree: SyntaxTree, added: NodeId, before: SyntaxTree, container: boolean): string | undefined {
  const isTest = testBody(tree, added) !== NONE;
  const said = `\`${headline(tree, added)}\``;
  if (isTest && container) {
    // A whole new test harms nobody, unless it stands for one that was there or runs alone.
    return /\.only\b|\bf(?:it|describe)\(/.test(heading(tree, added, testBody(tree, added)))
      ? `${said} leaves the other tests out`
      : undefined;
  }
  const jumps =
    kindOf(tree, added).endsWith("_statement") &&
    (LEAVES.includes(kindOf(tree, added)) || descendants(tree, added, LEAVES).length > 0);
  if (jumps && !container) return `${said} may leave the test early`;
  const calls = descendants(tree, added, CALLS);
  if (calls.some((call) => ENDS.test(calleeText(tree, call)))) return `${said} ends or skips tests`;
  if (/\bskip\b|\bxfail\b|__test__|collect_ignore/.test(textOf(tree, added)) && kindOf(tree, added) === "expression_statement")
    return `${said} skips tests`;
  if (calls.some((call) => DOUBLES.test(calleeText(tree, call)))) return `${said} puts a double in the place of what is tested`;
  const known = new Set(namesIn(before, 0));
  const overrides = assignments(tree).find(
    ({ node, left }) => node >= added && node < (tree.after[added] as number) && known.has(left.split(/[.[]/)[0] ?? ""),
  );
  return overrides === undefined ? undefined : `${said} replaces \`${overrides.left}\``;
}

function headline(tree: SyntaxTree, node: NodeId): string {
  return (textOf(tree, node).split("\n")[0] ?? "").slice(0, 70);
}

function words(tree: SyntaxTree, node: NodeId): string {
  return squeeze(textOf(tree, node));
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[;,] ?(?=$|[)\]}])/g, "");
}

/** Options of a test by which it is left out: `{ skip: true }`. */
export function skipOptions(tree: SyntaxTree): number {
  return descendants(tree, 0, ["pair", "keyword_argument"]).filter((node) => {
    const key = childByField(tree, node, kindOf(tree, node) === "pair" ? "key" : "name");
    const value = childByField(tree, node, "value");
    const name = key === NONE ? "" : (stringValue(tree, key) ?? textOf(tree, key));
    return /^(?:skip|todo|only|fails)$/.test(name) && value !== NONE && !/^(?:false|False)$/.test(textOf(tree, value));
  }).length;
}

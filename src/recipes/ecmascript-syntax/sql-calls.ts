import { childByField, enclosing, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { indentationAt, insertAfter, insertAt, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { argumentsOf, bare, calledName, calleeOf, isFunction, memberOf, propertyOf } from "./expressions.ts";
import { importedModules } from "./imports.ts";
import { resolve, usesOf, valueOf } from "./scope.ts";
import type { Parameter, PlaceholderStyle } from "./sql-placeholders.ts";

export type Driver = "pg" | "mysql" | "sqlite3" | "sqlite-sync" | "knex" | "sequelize";

/** A call that runs a statement, and how its driver takes parameters. */
export interface SqlCall {
  readonly node: NodeId;
  readonly driver: Driver;
  /** The expression of the statement. */
  readonly statement: NodeId;
  readonly style: PlaceholderStyle;
}

const METHODS = new Set(["query", "execute", "run", "get", "all", "each", "prepare", "exec", "raw", "iterate"]);
const PACKAGES: readonly (readonly [Driver, RegExp])[] = [
  ["pg", /^(pg|pg-pool|pg-promise|@neondatabase\/serverless|@vercel\/postgres)$/],
  ["mysql", /^(mysql|mysql2|mysql2\/promise|promise-mysql|mariadb|serverless-mysql)$/],
  ["sqlite-sync", /^(better-sqlite3|better-sqlite3-multiple-ciphers|bun:sqlite)$/],
  ["sqlite3", /^(sqlite3|sqlite|sqlite-async)$/],
  ["knex", /^knex$/],
  ["sequelize", /^(sequelize|sequelize-typescript|@sequelize\/core)$/],
];

/** The call as one that runs SQL; undefined when its method or arguments are not of that shape. */
export function sqlCall(
  tree: SyntaxTree,
  node: NodeId,
  packages: ReadonlySet<string>,
): SqlCall | { readonly unknown: string } | undefined {
  const member = memberOf(tree, calleeOf(tree, node));
  const [first = NONE] = argumentsOf(tree, node);
  if (member === undefined || first === NONE || !METHODS.has(member.property)) return undefined;
  const config = valueOf(tree, bare(tree, first)).value;
  const statement = propertyOf(tree, config, "text")?.value ?? propertyOf(tree, config, "sql")?.value ?? first;
  const driver = driverOf(tree, member.property, textOf(tree, member.object), packages);
  if (driver === undefined) return { unknown: "which database driver runs the statement cannot be told" };
  const dialect = driver === "pg" ? "postgres" : driver.startsWith("sqlite") ? "sqlite" : "mysql";
  const prepared = driver === "mysql" && member.property === "execute";
  return {
    node,
    driver,
    statement,
    style: { dialect, prepared, expandsLists: driver === "sequelize" || (driver === "mysql" && !prepared) },
  };
}

function driverOf(tree: SyntaxTree, method: string, object: string, packages: ReadonlySet<string>): Driver | undefined {
  const modules = [...importedModules(tree)];
  const known = PACKAGES.filter(([, pattern]) => modules.some((name) => pattern.test(name))).map(([driver]) => driver);
  const builtIn = /["']node:sqlite["']/.test(tree.text);
  if (builtIn) known.splice(0, known.length, ...known.filter((driver) => driver !== "sqlite3"), "sqlite-sync");
  if (method === "raw") return known.includes("knex") || /knex|trx/i.test(object) ? "knex" : undefined;
  if (/sequelize/i.test(object) && method === "query") return "sequelize";
  const fitting = known.filter((driver) => fits(driver, method));
  if (fitting.length === 1) return fitting[0];
  if (fitting.length > 1 || known.length > 0) return undefined;
  return guess(tree, method, object) ?? declared(method, packages);
}

/** The one driver among the project's packages that has the method, for a connection that another file makes. */
function declared(method: string, packages: ReadonlySet<string>): Driver | undefined {
  const known = PACKAGES.filter(([, pattern]) => [...packages].some((name) => pattern.test(name))).map(([driver]) => driver);
  const [only, ...more] = known;
  return more.length === 0 && only !== undefined && fits(only, method) ? only : undefined;
}

function fits(driver: Driver, method: string): boolean {
  if (driver === "pg" || driver === "sequelize") return method === "query";
  if (driver === "mysql") return method === "query" || method === "execute";
  return driver === "knex" ? method === "raw" : method !== "query" && method !== "execute" && method !== "raw";
}

/** A module that is handed its connection shows its driver by what it does with it. */
function guess(tree: SyntaxTree, method: string, object: string): Driver | undefined {
  const { text } = tree;
  if (method === "prepare") return "sqlite-sync";
  if (["run", "get", "all", "each"].includes(method))
    return /\b(db|database|sqlite|conn|connection)$/i.test(object) ? "sqlite3" : undefined;
  if (method !== "query" && method !== "execute") return undefined;
  if (/\brows?Count\b|\.rows\b|\{\s*rows\b|\$1\b|\bRETURNING\b/.test(text)) return method === "query" ? "pg" : undefined;
  if (method === "execute" || /\[\s*(rows|result|results|row)\b[^\]]*\]\s*=\s*await|insertId|affectedRows|\bmysql\b/.test(text))
    return "mysql";
  return /\.query\([^;]*?,\s*(\(\s*\w+\s*,\s*\w+(\s*,\s*\w+)?\s*\)\s*=>|function\s*\(\s*\w+\s*,\s*\w+)/.test(text) &&
    /connection|mysql/i.test(object)
    ? "mysql"
    : undefined;
}

/** Edits that hand the parameters to the driver, or why its call takes none. */
export function passParameters(
  tree: SyntaxTree,
  call: SqlCall,
  parameters: readonly Parameter[],
  placeholders: number,
): readonly TextEdit[] | string {
  const all = argumentsOf(tree, call.node);
  const [first = NONE, second = NONE] = all;
  if (call.statement !== first) return ofConfig(tree, valueOf(tree, bare(tree, first)).value, call, parameters, placeholders);
  if (call.driver === "sequelize") return ofSequelize(tree, first, second, parameters, placeholders);
  if (call.driver === "sqlite-sync") return ofSyncStatement(tree, call, parameters, placeholders);
  const method = calledName(tree, call.node);
  if (method === "prepare") return onStatement(tree, call.node, parameters, placeholders);
  const renamed = method === "exec" ? [replaceNode(tree, propertyNode(tree, call.node), "run")] : [];
  const missing = second === NONE || isFunction(tree, bare(tree, second)) || isCallback(tree, second, all);
  if (missing)
    return placeholders > 0
      ? "the statement has placeholders but the call has no parameters"
      : [insertAfter(tree, first, `, ${array(parameters)}`), ...renamed];
  const extended = extend(tree, second, parameters, placeholders, call.driver === "pg");
  return typeof extended === "string" ? extended : [...extended, ...renamed];
}

function propertyNode(tree: SyntaxTree, call: NodeId): NodeId {
  return childByField(tree, calleeOf(tree, call), "property");
}

/** A last argument that is a name of something callable. */
function isCallback(tree: SyntaxTree, node: NodeId, all: readonly NodeId[]): boolean {
  const text = textOf(tree, node);
  if (all.at(-1) !== node) return false;
  return (
    /^(cb|callback|done|next|fn|resolve|on[A-Z]\w*|handle\w*)$/.test(text) ||
    resolve(tree, node, text)?.kind === "function" ||
    isFunction(tree, valueOf(tree, node).value)
  );
}

function array(parameters: readonly Parameter[]): string {
  return `[${parameters.map(({ text }) => text).join(", ")}]`;
}

/** Puts the parameters among the elements of an array literal, in the order of their placeholders. */
function extend(
  tree: SyntaxTree,
  node: NodeId,
  parameters: readonly Parameter[],
  placeholders: number,
  append: boolean,
): readonly TextEdit[] | string {
  const { value, binding } = valueOf(tree, bare(tree, node));
  const list = bare(tree, value);
  if (kindOf(tree, list) !== "array") return "the call's parameters are not a plain array in view";
  if (binding !== undefined && usesOf(tree, binding).length > 1) return "the call's parameters are used elsewhere too";
  const items: NodeId[] = elements(tree, list);
  if (items.some((item) => kindOf(tree, item) === "spread_element") || items.length !== placeholders)
    return "the call's parameters do not match the statement's placeholders";
  if (items.length === 0) return [replaceNode(tree, list, array(parameters))];
  return among(tree, items, parameters, append);
}

function elements(tree: SyntaxTree, list: NodeId): NodeId[] {
  const found: NodeId[] = [];
  for (let node = list + 1; node < (tree.after[list] as number); node = tree.after[node] as number)
    if (kindOf(tree, node) !== "comment") found.push(node);
  return found;
}

function among(tree: SyntaxTree, items: readonly NodeId[], parameters: readonly Parameter[], append: boolean): TextEdit[] {
  return parameters.map(({ text, before }) => {
    const place = append ? items.length : before;
    const next = items[place];
    return next === undefined
      ? insertAfter(tree, items.at(-1) as NodeId, `, ${text}`)
      : insertAt(tree.starts[next] as number, `${text}, `);
  });
}

function ofConfig(
  tree: SyntaxTree,
  config: NodeId,
  call: SqlCall,
  parameters: readonly Parameter[],
  placeholders: number,
): readonly TextEdit[] | string {
  const values = propertyOf(tree, config, "values");
  if (values !== undefined) return extend(tree, values.value, parameters, placeholders, call.driver === "pg");
  const second = argumentsOf(tree, call.node)[1];
  if (second !== undefined && !isFunction(tree, bare(tree, second)))
    return extend(tree, second, parameters, placeholders, call.driver === "pg");
  const pair = enclosing(tree, call.statement, ["pair", "shorthand_property_identifier"]);
  return placeholders > 0
    ? "the statement has placeholders but the call has no parameters"
    : [insertAfter(tree, pair, `${separatorLike(tree, pair)}values: ${array(parameters)}`)];
}

/** What goes between an entry and one put after it: a line of its own where the entry has one. */
function separatorLike(tree: SyntaxTree, entry: NodeId): string {
  return startsLine(tree, entry) ? `,\n${indentationAt(tree.text, tree.starts[entry] as number)}` : ", ";
}

function ofSequelize(
  tree: SyntaxTree,
  first: NodeId,
  second: NodeId,
  parameters: readonly Parameter[],
  placeholders: number,
): readonly TextEdit[] | string {
  if (second === NONE) return [insertAfter(tree, first, `, { replacements: ${array(parameters)} }`)];
  const options = bare(tree, second);
  if (kindOf(tree, options) !== "object") return "the options of the query are not in view";
  if (propertyOf(tree, options, "bind") !== undefined) return "the query binds parameters by name or number already";
  const known = propertyOf(tree, options, "replacements");
  if (known !== undefined) return extend(tree, known.value, parameters, placeholders, false);
  const text = `replacements: ${array(parameters)}`;
  const start = (tree.starts[options] as number) + 1;
  if (elements(tree, options).length === 0) return [replaceNode(tree, options, `{ ${text} }`)];
  const gap = (/^\s*/.exec(tree.text.slice(start)) as RegExpExecArray)[0];
  return [insertAt(start, gap === "" ? `${text}, ` : `${gap}${text},`)];
}

/** better-sqlite3 and node:sqlite: a statement is prepared, then run with its parameters as arguments. */
function ofSyncStatement(
  tree: SyntaxTree,
  call: SqlCall,
  parameters: readonly Parameter[],
  placeholders: number,
): readonly TextEdit[] | string {
  const method = calledName(tree, call.node);
  if (method === "prepare") return onStatement(tree, call.node, parameters, placeholders);
  if (method !== "exec" || placeholders > 0) return "the driver takes parameters only on prepared statements";
  return [
    replaceNode(tree, propertyNode(tree, call.node), "prepare"),
    insertAfter(tree, call.node, `.run(${parameters.map(({ text }) => text).join(", ")})`),
  ];
}

const RUNS = new Set(["run", "get", "all", "iterate", "each"]);

function onStatement(
  tree: SyntaxTree,
  prepare: NodeId,
  parameters: readonly Parameter[],
  placeholders: number,
): readonly TextEdit[] | string {
  let place = prepare;
  const declarator = parentOf(tree, prepare);
  if (kindOf(tree, declarator) === "variable_declarator") {
    const name = childByField(tree, declarator, "name");
    const binding = resolve(tree, name, textOf(tree, name));
    const uses = binding === undefined ? [] : usesOf(tree, binding);
    if (uses.length !== 1) return "the prepared statement is run in several places";
    place = uses[0] as NodeId;
  }
  const call = parentOf(tree, parentOf(tree, place));
  if (
    call === NONE ||
    kindOf(tree, call) !== "call_expression" ||
    !RUNS.has(calledName(tree, call)) ||
    memberOf(tree, calleeOf(tree, call))?.object !== place
  ) {
    return "where the prepared statement runs is not in view";
  }
  const given = argumentsOf(tree, call).filter((argument) => !isFunction(tree, bare(tree, argument)));
  if (given.length !== placeholders || given.some((argument) => kindOf(tree, argument) === "spread_element"))
    return "the statement's parameters do not match its placeholders";
  if (given.length > 0) return among(tree, given, parameters, false);
  const list = childByField(tree, call, "arguments");
  const text = parameters.map((parameter) => parameter.text).join(", ");
  return [insertAt((tree.starts[list] as number) + 1, argumentsOf(tree, call).length > 0 ? `${text}, ` : text)];
}

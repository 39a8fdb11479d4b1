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
import type { TextEdit } from "#domain/patch.ts";
import {
  enclosingStatement,
  indentationAt,
  indentationUnit,
  insertAt,
  insertBefore,
  lineEndAt,
  lineStartAt,
  removeRange,
  replaceNode,
  startsLine,
} from "#recipes/kit/edit.ts";
import { argumentsOf, declaredWith, importEdit, methodAround, methodName, objectOf, objectText } from "./calls.ts";

/** The text of a statement, and the variable that holds it where nothing but one call reads it. */
export interface StatementText {
  readonly value: NodeId;
  readonly variable?: NodeId;
}

/** What the first argument of a call is: itself, or the only value of a variable that this call alone reads. */
export function statementText(tree: SyntaxTree, call: NodeId): StatementText | undefined {
  const [text] = argumentsOf(tree, call);
  if (text === undefined || kindOf(tree, text) !== "identifier") return text === undefined ? undefined : { value: text };
  const method = methodAround(tree, call);
  if (method === NONE) return undefined;
  const named = uses(tree, method, textOf(tree, text));
  const declarator = named.map((node) => parentOf(tree, node)).find((node) => kindOf(tree, node) === "variable_declarator");
  const value = declarator === undefined ? NONE : childByField(tree, declarator, "value");
  if (named.length !== 2 || value === NONE || value > text) return undefined;
  const statement = declaredWith(tree, value)?.statement;
  return statement === undefined || !startsLine(tree, statement) ? undefined : { value, variable: statement };
}

/**
 * Prepares `sql` where the statement of `call` is created, and sets the values before the call. Undefined where the
 * statement is not made for this call alone in lines that allow it, or where a value may have changed since its text was built.
 */
export function preparedEdits(
  tree: SyntaxTree,
  call: NodeId,
  { value, variable }: StatementText,
  sql: string,
  given: readonly NodeId[],
): TextEdit[] | undefined {
  if (variable !== undefined && !given.every((node) => isSteady(tree, node, tree.ends[value] as number, call))) return undefined;
  const made = creation(tree, call);
  if (made === undefined) return undefined;
  const header = importEdit(tree, "java.sql.PreparedStatement");
  const before = variable !== undefined && variable < made.call;
  const dropped = variable === undefined || before ? [] : wholeLines(tree, variable);
  if (dropped === undefined) return undefined;
  const [written, ...more] = argumentsOf(tree, call).map((node) => textOf(tree, node));
  // Which keys the call gives back is asked for when the statement is prepared.
  const asked = [before ? written : sql, ...more].join(", ");
  const prepared = `${objectText(tree, made.call)}.prepareStatement(${asked})`;
  const values = (name: string): string[] => given.map((node, at) => `${name}.setObject(${at + 1}, ${textOf(tree, node)});`);
  const run = made.place(prepared, values);
  if (run === undefined) return undefined;
  return [...(header === undefined ? [] : [header]), ...(before ? [replaceNode(tree, value, sql)] : dropped), ...run];
}

interface Creation {
  /** `connection.createStatement()`. */
  readonly call: NodeId;
  readonly place: (prepared: string, values: (name: string) => readonly string[]) => TextEdit[] | undefined;
}

function creation(tree: SyntaxTree, call: NodeId): Creation | undefined {
  const object = objectOf(tree, call);
  const method = methodAround(tree, call);
  const statement = enclosingStatement(tree, call);
  if (object === NONE || method === NONE || statement === NONE || !startsLine(tree, statement)) return undefined;
  const list = childByField(tree, call, "arguments");
  const indent = indentationAt(tree.text, tree.starts[statement] as number);
  const lines = (all: readonly string[]): string => all.map((line) => `${line}\n${indent}`).join("");
  if (isCreated(tree, object)) {
    const name = "statement";
    if (uses(tree, method, name).length > 0 || isInTryHead(tree, call)) return undefined;
    const place: Creation["place"] = (prepared, values) => [
      insertBefore(tree, statement, lines([`PreparedStatement ${name} = ${prepared};`, ...values(name)])),
      replaceNode(tree, object, name),
      replaceNode(tree, list, "()"),
    ];
    return { call: object, place };
  }
  const name = textOf(tree, object);
  const named = kindOf(tree, object) === "identifier" ? uses(tree, method, name) : [];
  const declarator = named.map((node) => parentOf(tree, node)).find(isDeclaration(tree)) ?? NONE;
  const value = declarator === NONE ? NONE : childByField(tree, declarator, "value");
  if (named.length !== 2 || value === NONE || !isCreated(tree, value)) return undefined;
  const type = childByField(tree, kindOf(tree, declarator) === "resource" ? declarator : parentOf(tree, declarator), "type");
  if (type === NONE || !["Statement", "var"].includes(textOf(tree, type))) return undefined;
  const head = (prepared: string): TextEdit[] => [
    ...(textOf(tree, type) === "var" ? [] : [replaceNode(tree, type, "PreparedStatement")]),
    replaceNode(tree, value, prepared),
    replaceNode(tree, list, "()"),
  ];
  const place: Creation["place"] = (prepared, values) => {
    if (!isInTryHead(tree, call)) return [...head(prepared), insertBefore(tree, statement, lines(values(name)))];
    const split = splitTry(tree, declarator, call, values(name));
    return split === undefined ? undefined : [...head(prepared), ...split];
  };
  return { call: value, place };
}

/** `try (A a = …; B b = a.run(text)) {…}` becomes a `try` for `a` that sets the values and holds a `try` for `b` around all that was there. */
function splitTry(tree: SyntaxTree, first: NodeId, call: NodeId, lines: readonly string[]): TextEdit[] | undefined {
  const second = enclosing(tree, call, ["resource"]);
  const around = enclosing(tree, call, ["try_with_resources_statement"]);
  const list = parentOf(tree, second);
  const body = around === NONE ? NONE : childByField(tree, around, "body");
  if (second === NONE || body === NONE || parentOf(tree, first) !== list) return undefined;
  const all = namedChildren(tree, list);
  if (all.indexOf(second) !== all.indexOf(first) + 1) return undefined;
  const start = tree.starts[body] as number;
  const end = tree.ends[body] as number;
  if (/"""|\/\*/u.test(tree.text.slice(start, end)) || !/^\{[^\S\n]*\r?\n/u.test(tree.text.slice(start, end))) return undefined;
  const outer = indentationAt(tree.text, tree.starts[around] as number);
  const unit = indentationUnit(tree.text);
  const inner = `${outer}${unit}`;
  const edits: TextEdit[] = [
    {
      start: tree.ends[first] as number,
      end: tree.starts[second] as number,
      text: `) {\n${lines.map((line) => `${inner}${line}\n`).join("")}${inner}try (`,
    },
  ];
  const last = lineStartAt(tree.text, end - 1);
  if (tree.text.slice(last, end - 1).trim() !== "") return undefined;
  for (let at = lineEndAt(tree.text, start); at < last; at = lineEndAt(tree.text, at))
    if (tree.text.slice(at, lineEndAt(tree.text, at)).trim() !== "") edits.push(insertAt(at, unit));
  edits.push(insertAt(last, `${inner}}\n`));
  return edits;
}

function isDeclaration(tree: SyntaxTree): (node: NodeId) => boolean {
  return (node) => ["variable_declarator", "resource"].includes(kindOf(tree, node));
}

function isInTryHead(tree: SyntaxTree, call: NodeId): boolean {
  const resource = enclosing(tree, call, ["resource", "block"]);
  return resource !== NONE && kindOf(tree, resource) === "resource";
}

function isCreated(tree: SyntaxTree, node: NodeId): boolean {
  return (
    kindOf(tree, node) === "method_invocation" &&
    methodName(tree, node) === "createStatement" &&
    argumentsOf(tree, node).length === 0 &&
    objectOf(tree, node) !== NONE
  );
}

function uses(tree: SyntaxTree, around: NodeId, name: string): NodeId[] {
  return descendants(tree, around, ["identifier"]).filter((node) => textOf(tree, node) === name);
}

/** Whether an expression is the same at `call` as it was at `since`: names that nothing assigns in between, and what they are asked for. */
function isSteady(tree: SyntaxTree, node: NodeId, since: number, call: NodeId): boolean {
  const text = textOf(tree, node);
  if (!/^[\w.]+(?:\(\s*(?:"[^"\n]*"|\w*)\s*\)(?:\.\w+)?)*$/u.test(text) || /\b(?:next|read|poll|pop|take)\w*\(/iu.test(text))
    return false;
  const name = /^\w+/u.exec(text)?.[0] ?? "";
  const between = tree.text.slice(since, tree.starts[call]);
  return !new RegExp(
    String.raw`\b${name}\s*(?:[-+*/%&|^]|<<|>>>?)?=(?!=)|\b${name}\s*(?:\+\+|--)|(?:\+\+|--)\s*${name}\b`,
    "u",
  ).test(between);
}

/** The lines of a statement that stands alone on them; undefined where something else does too. */
function wholeLines(tree: SyntaxTree, statement: NodeId): TextEdit[] | undefined {
  const end = tree.ends[statement] as number;
  const rest = tree.text.slice(end, lineEndAt(tree.text, end));
  if (!startsLine(tree, statement) || rest.trim() !== "") return undefined;
  return [removeRange(lineStartAt(tree.text, tree.starts[statement] as number), lineEndAt(tree.text, end))];
}

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
import { literally } from "./calls.ts";
import { functionDeclarator, functionName } from "./added-function.ts";
import { resultName } from "./results.ts";
import { testAround } from "./statements.ts";

/**
 * The statement by which the function around a node tells that something went wrong: as its own tests for failures return (a constant, or one of its parameters), else
 * by the form of what it gives: a null pointer, false, -1, nothing.
 */
export function failureReturn(tree: SyntaxTree, node: NodeId): string {
  const definition = enclosing(tree, node, ["function_definition"]);
  const type = `${textOf(tree, childByField(tree, definition, "type"))}${isPointer(tree, definition) ? " *" : ""}`;
  if (type === "void") return "return;";
  const told = new Set(refusals(tree, definition));
  const [only] = told;
  if (told.size === 1 && only !== undefined) return `return ${only};`;
  const usual = type.endsWith("*") ? "NULL" : /^_?bool$/iu.test(type) ? "false" : "-1";
  if (functionName(tree, definition) === "main") return "return 1;";
  return `return ${told.size === 0 || told.has(usual) ? usual : ([...told].find((value) => value.startsWith("-")) ?? usual)};`;
}

function isPointer(tree: SyntaxTree, definition: NodeId): boolean {
  return kindOf(tree, childByField(tree, definition, "declarator")) === "pointer_declarator";
}

/** What is returned where a test found nothing there, or something wrong. */
function refusals(tree: SyntaxTree, definition: NodeId): string[] {
  const parameters = new Set(
    descendants(tree, childByField(tree, functionDeclarator(tree, definition), "parameters"), ["identifier"]).map((name) =>
      textOf(tree, name),
    ),
  );
  return descendants(tree, definition, ["if_statement"]).flatMap((test) => {
    const condition = textOf(tree, childByField(tree, test, "condition"));
    if (!/==\s*(?:NULL|-1|0)\b|!\s*\w|<=?\s*0\b|!=\s*(?:0|SQLITE_\w+|\w*_?OK)\b|[<>]=?/u.test(condition)) return [];
    const body = childByField(tree, test, "consequence");
    const last = kindOf(tree, body) === "compound_statement" ? namedChildren(tree, body).at(-1) : body;
    if (last === undefined || kindOf(tree, last) !== "return_statement") return [];
    const [value] = namedChildren(tree, last);
    if (value === undefined) return [];
    const text = textOf(tree, value);
    return /^(?:NULL|-?\d+|false|[A-Z][A-Z0-9_]+)$/u.test(text) || parameters.has(text) ? [text] : [];
  });
}

/**
 * What the function does where the result of a call is not there: the statements of the test for that, when they end the way and do not name the result; else
 * {@link failureReturn}. One line each, further levels of indentation as they stand.
 */
export function failureLines(tree: SyntaxTree, call: NodeId, statement: NodeId): string[] {
  const own = testAround(tree, call);
  const next = own === NONE ? nextSibling(tree, statement) : own;
  const name = own === NONE ? resultName(tree, call) : "";
  const usual = [failureReturn(tree, call)];
  if (next === NONE || kindOf(tree, next) !== "if_statement") return usual;
  const condition = textOf(tree, childByField(tree, next, "condition"));
  const plain = literally(name);
  if (
    own === NONE
      ? !new RegExp(`^\\(\\s*(?:!\\s*${plain}|${plain}\\s*==\\s*(?:NULL|0)|NULL\\s*==\\s*${plain})\\s*\\)$`, "u").test(condition)
      : !/==\s*(?:NULL|0)\s*\)$|^\(\s*!/u.test(condition)
  )
    return usual;
  const body = childByField(tree, next, "consequence");
  const all = kindOf(tree, body) === "compound_statement" ? namedChildren(tree, body) : [body];
  const last = all.at(-1);
  if (last === undefined || !/^(?:return|goto)_statement$/u.test(kindOf(tree, last))) return usual;
  if (all.some((one) => kindOf(tree, one) === "comment" || textOf(tree, one).includes("\n"))) return usual;
  const texts = all.map((one) => textOf(tree, one));
  return plain !== "" && texts.some((text) => new RegExp(`(?<![\\w.>])${plain}(?!\\w)`, "u").test(text)) ? usual : texts;
}

function nextSibling(tree: SyntaxTree, node: NodeId): NodeId {
  return namedChildren(tree, parentOf(tree, node)).find((one) => one > node && kindOf(tree, one) !== "comment") ?? NONE;
}

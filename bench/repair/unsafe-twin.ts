import { languageOf } from "#analysis/languages/registry.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { AssayError } from "#domain/errors.ts";

/** Imports that a test needs and a program does not. */
const TEST_IMPORT = /\bpytest\b|_task\b/u;
const UNSAFE = /^(.+)_unsafe(?:_\d+)?$/u;

/**
 * The unsafe functions that a Python test file holds beside its tests, each as a program of its own: the function under its proper name with the
 * docstring that the task gives it, and the imports and definitions of the file that it needs, in their order.
 */
export async function unsafePrograms(parser: TreeParser, test: string, task: string): Promise<string[]> {
  const [tree, solution] = [await parse(parser, test), await parse(parser, task)];
  const top = namedChildren(tree, 0);
  return top.flatMap((node) => {
    const proper = UNSAFE.exec(definedName(tree, node) ?? "")?.[1];
    if (proper === undefined || kindOf(tree, node) !== "function_definition") return [];
    const unsafe = textOf(tree, node).replaceAll(new RegExp(`\\b${definedName(tree, node) as string}\\b`, "gu"), proper);
    const kept = needed(tree, top, node).map((one) =>
      one === node ? withDocstring(unsafe, docstring(solution, proper)) : textOf(tree, one),
    );
    return [`${kept.join("\n")}\n`];
  });
}

async function parse(parser: TreeParser, text: string): Promise<SyntaxTree> {
  const pack = languageOf("task.py");
  const parsed = pack === undefined ? undefined : await parser.parse(pack, text);
  if (parsed?.kind !== "tree") throw new AssayError("usage", "a Python file of the data cannot be parsed");
  return parsed.tree;
}

function docstring(tree: SyntaxTree, name: string): string | undefined {
  const found = namedChildren(tree, 0).find((node) => definedName(tree, node) === name);
  const first = found === undefined ? undefined : namedChildren(tree, childByField(tree, found, "body"))[0];
  return first !== undefined && /^[ru]*(?:"{3}|'{3})/iu.test(textOf(tree, first)) ? textOf(tree, first) : undefined;
}

/** Puts a docstring in front of a function's first statement, unless it has one. */
function withDocstring(text: string, doc: string | undefined): string {
  const body = /:[ \t]*(?:#.*)?\n(?=[ \t]+\S)/u.exec(text);
  if (doc === undefined || body === null || /^\s*(?:"{3}|'{3})/u.test(text.slice(body.index + body[0].length))) return text;
  const at = body.index + body[0].length;
  return `${text.slice(0, at)}    ${doc}\n${text.slice(at)}`;
}

/** The node and the statements before or after it whose names it uses, directly or through others. */
function needed(tree: SyntaxTree, top: readonly NodeId[], node: NodeId): NodeId[] {
  const kept = new Set([node]);
  for (const one of kept) {
    const parameters = kindOf(tree, one) === "function_definition" ? textOf(tree, childByField(tree, one, "parameters")) : "";
    const own = new Set(parameters.match(/\w+(?=\s*[:,=)])/gu) ?? []);
    const words = new Set((textOf(tree, one).match(/\w+/gu) ?? []).filter((word) => !own.has(word)));
    for (const other of top)
      if (!TEST_IMPORT.test(textOf(tree, other)) && provided(tree, other).some((name) => words.has(name))) kept.add(other);
  }
  return top.filter((one) => kept.has(one));
}

function provided(tree: SyntaxTree, node: NodeId): string[] {
  if (kindOf(tree, node).startsWith("import")) {
    const [, names = ""] = /\bimport\b([\s\S]*)$/u.exec(textOf(tree, node)) ?? [];
    return names.split(",").map(
      (name) =>
        (
          name
            .trim()
            .replace(/[()]/gu, "")
            .split(/\s+as\s+/u)
            .at(-1) ?? ""
        )
          .trim()
          .split(".")[0] ?? "",
    );
  }
  const name = definedName(tree, node);
  return name === undefined || name.startsWith("pytest") || name.startsWith("test") || name.startsWith("_test") ? [] : [name];
}

function definedName(tree: SyntaxTree, node: NodeId): string | undefined {
  const kind = kindOf(tree, node);
  if (kind === "function_definition" || kind === "class_definition") return textOf(tree, childByField(tree, node, "name"));
  const assignment = kind === "expression_statement" ? namedChildren(tree, node)[0] : undefined;
  if (assignment === undefined || kindOf(tree, assignment) !== "assignment") return undefined;
  const left = childByField(tree, assignment, "left");
  return left === NONE || kindOf(tree, left) !== "identifier" ? undefined : textOf(tree, left);
}

import { descendants, enclosing, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { addedFunction } from "./added-function.ts";
import { argumentsOf, arrayDeclarator, calleeName, includeEdit, nameAt } from "./calls.ts";
import { linesBefore } from "./statements.ts";

const OPENED = {
  name: "open_made",
  text: `static FILE *open_made(char *name, const char *mode)
{
	int made = mkstemp(name);
	FILE *file = made < 0 ? NULL : fdopen(made, mode);

	if (made >= 0 && file == NULL)
		close(made);
	return file;
}`,
  headers: ["stdio.h", "stdlib.h", "unistd.h"],
};
const FOLDER = 'P_tmpdir "/XXXXXX"';

/** The first call behind the choice of a name that makes the file; undefined where there is none in the function. */
export function opening(tree: SyntaxTree, call: NodeId, name: string): NodeId | undefined {
  return descendants(tree, enclosing(tree, call, ["function_definition"]), ["call_expression"]).find((one) => {
    const [path, how] = argumentsOf(tree, one);
    if (one <= call || nameAt(tree, path) !== name || how === undefined) return false;
    if (calleeName(tree, one) === "fopen") return /^"[wa]/u.test(textOf(tree, how));
    return calleeName(tree, one) === "open" && /\bO_CREAT\b/u.test(textOf(tree, how));
  });
}

/** The call makes the file with the name that its template becomes. Undefined where a name that is needed is taken. */
export function openedAs(tree: SyntaxTree, opened: NodeId): TextEdit[] | undefined {
  const [path = NONE, mode = NONE] = argumentsOf(tree, opened);
  const header = includeEdit(tree, "stdlib.h");
  if (calleeName(tree, opened) === "open")
    return [...(header === undefined ? [] : [header]), replaceNode(tree, opened, `mkstemp(${textOf(tree, path)})`)];
  const added = addedFunction(tree, opened, OPENED);
  return added && [...added, replaceNode(tree, opened, `open_made(${textOf(tree, path)}, ${textOf(tree, mode)})`)];
}

/** Where a name is chosen, and the variable that takes it. */
export interface Chosen {
  readonly call: NodeId;
  readonly statement: NodeId;
  readonly name: string;
  readonly taken: string;
}

/** The name as mkstemp wants it: in an array that ends with six places for signs. */
export function filledName(tree: SyntaxTree, { call, statement, name, taken }: Chosen): TextEdit[] | undefined {
  const all = argumentsOf(tree, call).map((one) => textOf(tree, one));
  if (calleeName(tree, call) === "tempnam")
    return all.every((one) => one === "NULL") ? [replaceNode(tree, call, `strdup(${FOLDER})`)] : undefined;
  if (all[0] !== "NULL") {
    if (taken !== "" || arrayDeclarator(tree, call, name) === NONE) return undefined;
    return [replaceNode(tree, call, `snprintf(${name}, sizeof(${name}), "%s", ${FOLDER})`)];
  }
  const array = `${taken}_made`;
  if (taken === "" || new RegExp(`\\b${array}\\b`, "u").test(tree.text)) return undefined;
  return [linesBefore(tree, statement, [`char ${array}[] = ${FOLDER};`]), replaceNode(tree, call, array)];
}

import { childByField, descendants, kindOf, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import {
  enclosingStatement,
  indentationAt,
  insertBefore,
  lineEndAt,
  lineStartAt,
  removeRange,
  replaceNode,
  startsLine,
} from "#recipes/kit/edit.ts";
import { argumentsOf, usePackage } from "./calls.ts";
import { failure, functionAround } from "./functions.ts";

/** The name of the method that a call calls; `""` for a function. */
export function methodOf(tree: SyntaxTree, call: NodeId): string {
  const callee = childByField(tree, call, "function");
  return kindOf(tree, callee) === "selector_expression" ? textOf(tree, childByField(tree, callee, "field")) : "";
}

/** What a method is called on, as it is written. */
export function ownerOf(tree: SyntaxTree, call: NodeId): string {
  return textOf(tree, childByField(tree, childByField(tree, call, "function"), "operand"));
}

/** The statement of the function that gives a name its only value. */
export function declaration(tree: SyntaxTree, name: NodeId): { readonly statement: NodeId; readonly value: NodeId } | undefined {
  const around = functionAround(tree, name);
  if (kindOf(tree, name) !== "identifier" || around === NONE) return undefined;
  const found = descendants(tree, around, ["short_var_declaration", "assignment_statement"]).filter(
    (one) => textOf(tree, childByField(tree, one, "left")) === textOf(tree, name),
  );
  const [only] = found;
  if (only === undefined || found.length > 1 || kindOf(tree, only) !== "short_var_declaration") return undefined;
  return { statement: only, value: childByField(tree, only, "right") };
}

/** Whether the nonce goes anywhere but into the call itself. */
export function travels(tree: SyntaxTree, around: NodeId, nonce: NodeId, seal: NodeId): boolean {
  const uses = descendants(tree, around, ["identifier"]).filter(
    (node) => textOf(tree, node) === textOf(tree, nonce) && node !== nonce,
  );
  return uses.some((node) => {
    const left = tree.fieldNames[tree.fields[tree.parents[node] as NodeId] as number] === "left";
    return !left && (node > seal || textOf(tree, argumentsOf(tree, seal)[0] as NodeId).startsWith(textOf(tree, nonce)));
  });
}

/** Whether a name is that of a variable of the package. */
export function isOfPackage(tree: SyntaxTree, node: NodeId): boolean {
  return descendants(tree, 0, ["var_spec"]).some(
    (one) => functionAround(tree, one) === NONE && textOf(tree, childByField(tree, one, "name")) === textOf(tree, node),
  );
}

/** Whether a statement stands behind the line that makes the cipher, so that the size of its nonces is known there. */
export function isBehind(tree: SyntaxTree, statement: NodeId, seal: NodeId): boolean {
  const cipher = ownerOf(tree, seal);
  const made = descendants(tree, functionAround(tree, seal), ["short_var_declaration"]).find((one) =>
    textOf(tree, childByField(tree, one, "left"))
      .split(/\s*,\s*/u)
      .includes(cipher),
  );
  return made === undefined || made < statement;
}

/** Takes a statement away with its line. */
export function dropped(tree: SyntaxTree, statement: NodeId): TextEdit[] {
  return [
    removeRange(lineStartAt(tree.text, tree.starts[statement] as number), lineEndAt(tree.text, tree.ends[statement] as number)),
  ];
}

/** The edits that make the one `Open` of the file take the nonce from the front of the message, or why there are none. */
export function openEdits(tree: SyntaxTree): readonly TextEdit[] | string {
  const all = descendants(tree, 0, ["call_expression"]);
  const opens = all.filter((call) => methodOf(tree, call) === "Open" && argumentsOf(tree, call).length === 4);
  const seals = all.filter((call) => methodOf(tree, call) === "Seal");
  const [open] = opens;
  if (open === undefined || opens.length > 1 || seals.length > 1) return "the message is not opened at one place of the file";
  const [, nonce, message] = argumentsOf(tree, open);
  const statement = enclosingStatement(tree, open);
  if (nonce === undefined || message === undefined || kindOf(tree, message) !== "identifier" || !startsLine(tree, statement))
    return "what is opened has no name of its own";
  const made = declaration(tree, nonce);
  const errors = usePackage(tree, "errors");
  if (errors === undefined) return "the name errors means something else here";
  const [name, size] = [textOf(tree, message), `${ownerOf(tree, open)}.NonceSize()`];
  const indent = indentationAt(tree.text, tree.starts[statement] as number);
  const stop = failure(tree, open, `${errors.name}.New("the message is too short")`);
  return [
    ...errors.edits,
    ...(made === undefined ? [] : dropped(tree, made.statement)),
    insertBefore(tree, statement, [`if len(${name}) < ${size} {`, `\t${stop}`, "}", ""].join(`\n${indent}`)),
    replaceNode(tree, nonce, `${name}[:${size}]`),
    replaceNode(tree, message, `${name}[${size}:]`),
  ];
}

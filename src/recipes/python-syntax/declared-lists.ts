import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { unwrap } from "./calls.ts";
import { mentions } from "./scope.ts";

/** A constant of the module that lists texts and that nothing in the file reads. */
export interface UnreadList {
  readonly name: string;
  readonly values: readonly string[];
}

const LISTED =
  /^_?(?:ALLOWED|ALLOW|PERMITTED|EDITABLE|UPDATABLE|UPDATEABLE|WRITABLE|MUTABLE|MODIFIABLE|SAFE|APPROVED|VALID|ACCEPTED|ACCEPTABLE|TRUSTED|AUTHORIZED|SECURE|WHITELIST(?:ED)?|KNOWN)_?\w*$|_(?:ALLOWED|PERMITTED|(?:WHITE|ALLOW)_?LIST)$/i;

/** What the module's top level assigns to plain names, in source order. */
export function constants(tree: SyntaxTree): { readonly name: string; readonly value: NodeId }[] {
  return namedChildren(tree, 0).flatMap((statement) => {
    const assignment = kindOf(tree, statement) === "expression_statement" ? namedChildren(tree, statement)[0] : undefined;
    if (assignment === undefined || kindOf(tree, assignment) !== "assignment") return [];
    const right = childByField(tree, assignment, "right");
    const name = textOf(tree, childByField(tree, assignment, "left"));
    return right === NONE || !/^\w+$/.test(name) ? [] : [{ name, value: unwrap(tree, right) }];
  });
}

/** Lists whose name says that they hold what is allowed, that were declared and then forgotten. In source order. */
export function unreadLists(tree: SyntaxTree): UnreadList[] {
  return constants(tree).flatMap(({ name, value }) => {
    const values = textsOf(tree, value);
    if (!LISTED.test(name) || values === undefined || mentions(tree, 0, name).length > 1) return [];
    return [{ name, values }];
  });
}

function textsOf(tree: SyntaxTree, list: NodeId): string[] | undefined {
  if (list < 0 || !["list", "tuple", "set"].includes(kindOf(tree, list))) return undefined;
  const parts = namedChildren(tree, list).filter((child) => kindOf(tree, child) !== "comment");
  const texts = parts.map((part) => /^(["'])([^"'\\]*)\1$/.exec(textOf(tree, part))?.[2]);
  return texts.length > 0 && texts.every((text) => text !== undefined) ? (texts as string[]) : undefined;
}

export function holdsHosts({ values }: UnreadList): boolean {
  return values.every((value) => /^[\w-]+(?:\.[\w-]+)+$/.test(value));
}

export function holdsSchemes({ values }: UnreadList): boolean {
  return values.every((value) => /^(?:https?|ftps?|wss?|mailto)$/.test(value));
}

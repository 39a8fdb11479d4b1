import type { TextEdit } from "#domain/patch.ts";
import { insertAfter, insertAt, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
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

type Range = { readonly start: number; readonly end: number };

/** Calls of one of these functions, `package.Name`, that the range may mean, most likely first. */
export function callsNear(tree: SyntaxTree, range: Range, names: readonly string[]): NodeId[] {
  return nodesNear(tree, range, ["call_expression"]).filter((call) => names.includes(calleeOf(tree, call)));
}

/** What is called, by the usual name of its package: `exec.Command` also where the file imports `os/exec` under another name. */
export function calleeOf(tree: SyntaxTree, call: NodeId): string {
  return qualified(tree, childByField(tree, call, "function"));
}

/** `http.Cookie` for a name or type of a package, otherwise the text of the node. */
export function qualified(tree: SyntaxTree, node: NodeId): string {
  if (node === NONE) return "";
  const [owner, ...rest] = textOf(tree, node).split(".");
  const path = imports(tree).find(({ local }) => local === owner)?.path;
  return path === undefined ? textOf(tree, node) : [usualName(path), ...rest].join(".");
}

export function argumentsOf(tree: SyntaxTree, call: NodeId): NodeId[] {
  const list = childByField(tree, call, "arguments");
  return list === NONE ? [] : namedChildren(tree, list).filter((child) => kindOf(tree, child) !== "comment");
}

/** Literals of one of these types, `package.Name`, that the range may mean, most likely first. */
export function literalsNear(tree: SyntaxTree, range: Range, types: readonly string[]): NodeId[] {
  return nodesNear(tree, range, ["composite_literal"]).filter((node) =>
    types.includes(qualified(tree, childByField(tree, node, "type"))),
  );
}

/** The value of a field in a literal, NONE where it is not set. */
export function fieldOf(tree: SyntaxTree, literal: NodeId, name: string): NodeId {
  const body = childByField(tree, literal, "body");
  for (const element of body === NONE ? [] : namedChildren(tree, body)) {
    const key = childByField(tree, element, "key");
    if (key !== NONE && textOf(tree, key) === name) return childByField(tree, element, "value");
  }
  return NONE;
}

/** Sets a field of a literal with names: changes it where it is, or writes it behind the last one. Undefined for a literal without names. */
export function setField(tree: SyntaxTree, literal: NodeId, name: string, value: string): TextEdit | undefined {
  const known = fieldOf(tree, literal, name);
  if (known !== NONE) return replaceNode(tree, known, value);
  const body = childByField(tree, literal, "body");
  const elements = body === NONE ? [] : namedChildren(tree, body).filter((child) => kindOf(tree, child) !== "comment");
  const last = elements.at(-1);
  if (body === NONE) return undefined;
  if (last === undefined) return insertAt((tree.starts[body] as number) + 1, `${name}: ${value}`);
  if (childByField(tree, last, "key") === NONE) return undefined;
  const start = tree.starts[last] as number;
  const indent = /\n([ \t]*)$/u.exec(tree.text.slice(0, start))?.[1];
  return insertAfter(tree, last, indent === undefined ? `, ${name}: ${value}` : `,\n${indent}${name}: ${value}`);
}

interface Import {
  readonly spec: NodeId;
  readonly path: string;
  /** `_` and `.` too. */
  readonly local: string;
}

export function imports(tree: SyntaxTree): Import[] {
  return descendants(tree, 0, ["import_spec"]).map((spec) => {
    const path = textOf(tree, childByField(tree, spec, "path")).slice(1, -1);
    const name = childByField(tree, spec, "name");
    return { spec, path, local: name === NONE ? usualName(path) : textOf(tree, name) };
  });
}

/** The last part of a path that is no version. */
function usualName(path: string): string {
  return path.split("/").findLast((part) => !/^v\d+$/u.test(part)) ?? path;
}

/** The name under which a package is known in the file, with the edit that imports it where it is not yet; undefined where its name means something else. */
export function usePackage(
  tree: SyntaxTree,
  path: string,
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  const all = imports(tree);
  const own = all.find((one) => one.path === path && !/^[._]$/u.test(one.local));
  if (own !== undefined) return { name: own.local, edits: [] };
  const name = usualName(path);
  if (all.some(({ local }) => local === name) || isDeclared(tree, name)) return undefined;
  const after = all.findLast((one) => one.path < path) ?? all[0];
  if (after === undefined) {
    const clause = namedChildren(tree, 0).find((node) => kindOf(tree, node) === "package_clause");
    return clause === undefined ? undefined : { name, edits: [insertAfter(tree, clause, `\n\nimport "${path}"`)] };
  }
  const start = tree.starts[after.spec] as number;
  const line = /(?:^|\n)([ \t]*)$/u.exec(tree.text.slice(0, start));
  if (line === null) return { name, edits: [insertAfter(tree, after.spec, `\nimport "${path}"`)] };
  return after.path < path
    ? { name, edits: [insertAfter(tree, after.spec, `\n${line[1]}"${path}"`)] }
    : { name, edits: [insertAt(start, `"${path}"\n${line[1]}`)] };
}

/** Whether the file gives the name to something else. */
function isDeclared(tree: SyntaxTree, name: string): boolean {
  return descendants(tree, 0, ["identifier", "field_identifier", "type_identifier"]).some((node) => {
    if (textOf(tree, node) !== name) return false;
    const parent = tree.parents[node] as NodeId;
    const kind = kindOf(tree, parent);
    const left = kind === "expression_list" && tree.fieldNames[tree.fields[parent] as number] === "left";
    return left || (/(?:_declaration|_spec)$/u.test(kind) && tree.fieldNames[tree.fields[node] as number] === "name");
  });
}

/** Removes an import whose name nothing else uses once these nodes are gone; no edit otherwise. */
function dropPackage(tree: SyntaxTree, path: string, gone: readonly NodeId[]): TextEdit[] {
  const own = imports(tree).find((one) => one.path === path);
  if (own === undefined) return [];
  const inside = (node: NodeId): boolean => gone.some((one) => node >= one && node < (tree.after[one] as number));
  const used = descendants(tree, 0, ["identifier", "package_identifier"]).some(
    (node) => textOf(tree, node) === own.local && !inside(node) && kindOf(tree, tree.parents[node] as NodeId) !== "import_spec",
  );
  if (used) return [];
  let start = tree.starts[own.spec] as number;
  let end = tree.ends[own.spec] as number;
  const before = /(?:^|\n)([ \t]*(?:import[ \t]+)?)$/u.exec(tree.text.slice(0, start));
  if (before === null || !/^[ \t]*(?:\r?\n|$)/u.test(tree.text.slice(end))) return [];
  start -= (before[1] ?? "").length;
  end = tree.text.indexOf("\n", end) + 1 || tree.text.length;
  return [{ start, end, text: "" }];
}

/** Imports a package in place of one that nothing uses once these nodes are gone, or beside it; undefined where its name means something else. */
export function swapPackage(
  tree: SyntaxTree,
  old: string,
  path: string,
  gone: readonly NodeId[],
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  const used = usePackage(tree, path);
  const own = imports(tree).find((one) => one.path === old);
  const drop = dropPackage(tree, old, gone);
  if (used === undefined || own === undefined || drop.length === 0) return used;
  if (used.edits.length === 0) return { name: used.name, edits: drop };
  return { name: used.name, edits: [replaceNode(tree, own.spec, `"${path}"`)] };
}

import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { TextEdit } from "#domain/patch.ts";
import { pythonName } from "./locked-package.ts";

/** A direct dependency and the version that it is to have. */
export interface Raise {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Subresource integrity of the new package, for lock files that hold it; absent where the package is not at hand. */
  readonly integrity?: string;
}

/** Edits of one file, sorted; empty where the file allows the version already, or a reason why it cannot be told how. */
export type Raised = readonly TextEdit[] | string;

const KINDS = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/** package.json: the range keeps its operator. A range of several parts, an address or a tag is left to a person. */
export function raiseInPackageJson(text: string, { name, to }: Raise): Raised {
  const tree = treeOf(text);
  if (tree === undefined) return "the manifest is not JSON";
  const nodes = KINDS.flatMap((kind) => findNodeAtLocation(tree, [kind, name]) ?? []);
  if (nodes.length === 0) return "the manifest does not ask for it";
  const edits: TextEdit[] = [];
  for (const node of nodes) {
    const operator = /^([\^~]|>=|=)?v?\d+(?:\.\d+){0,2}(?:-[\w.]+)?$/u.exec(String(node.value));
    if (node.type !== "string" || operator === null) return `its range ${JSON.stringify(node.value)} is left to a person`;
    edits.push(valueEdit(node, `${operator[1] ?? ""}${to}`));
  }
  return sorted(edits);
}

/** package-lock.json of version 2 or 3: the entry of the top folder. Without the new package's integrity the file stays as it is. */
export function raiseInPackageLock(text: string, { name, from, to, integrity }: Raise, range: string | undefined): Raised {
  const tree = treeOf(text);
  const path = `node_modules/${name}`;
  const entry = tree === undefined ? undefined : findNodeAtLocation(tree, ["packages", path]);
  if (tree === undefined || entry === undefined) return "the lock file has no entry of it that is known here";
  if (integrity === undefined) return "the lock file holds a digest of the package, which is not at hand";
  const at = (key: string): Node | undefined => findNodeAtLocation(tree, ["packages", path, key]);
  const [version, resolved, digest] = [at("version"), at("resolved"), at("integrity")];
  if (version?.value !== from) return "the lock file holds another version";
  const address = resolved === undefined ? undefined : raisedAddress(String(resolved.value), from, to);
  if (resolved !== undefined && address === undefined) return "the package's address does not name its version";
  const asked = KINDS.flatMap((kind) => findNodeAtLocation(tree, ["packages", "", kind, name]) ?? []);
  return sorted([
    valueEdit(version, to),
    ...(resolved === undefined || address === undefined ? [] : [valueEdit(resolved, address)]),
    ...(digest === undefined ? [] : [valueEdit(digest, integrity)]),
    ...(range === undefined ? [] : asked.map((node) => valueEdit(node, range))),
  ]);
}

/** Requirements files: `name==1.2.3` alone. A line with digests needs those of the new package. */
export function raiseInRequirements(text: string, { name, from, to }: Raise): Raised {
  const edits: TextEdit[] = [];
  const wanted = pythonName(name);
  let offset = 0;
  for (const line of text.split("\n")) {
    const pin = /^(\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*={2,3}\s*)([^\s;,#\\]+)/u.exec(line);
    if (pin?.[1] !== undefined && pin[2] !== undefined && pythonName(pin[2]) === wanted && pin[3] === from) {
      if (/--hash|\\\s*$/u.test(line)) return "the line holds digests of the package, which is not at hand";
      edits.push({ start: offset + pin[1].length, end: offset + pin[1].length + from.length, text: to });
    }
    offset += line.length + 1;
  }
  return edits.length === 0 ? "no line pins it to this version" : edits;
}

function raisedAddress(address: string, from: string, to: string): string | undefined {
  const end = `-${from}.tgz`;
  return address.endsWith(end) ? `${address.slice(0, -end.length)}-${to}.tgz` : undefined;
}

function treeOf(text: string): Node | undefined {
  const errors: [] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  return errors.length === 0 ? tree : undefined;
}

function valueEdit(node: Node, value: string): TextEdit {
  return { start: node.offset, end: node.offset + node.length, text: JSON.stringify(value) };
}

function sorted(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start);
}

import type { Language, Tree } from "web-tree-sitter";
import type { LanguagePack } from "./language-pack.ts";
import { ERROR, HAS_ERROR, NAMED, type SyntaxTree } from "./tree.ts";

export interface KindTable {
  readonly names: readonly string[];
  readonly fieldNames: readonly string[];
  /** 1 named, 0 anonymous, 2 punctuation that is left out. */
  readonly classes: Uint8Array;
}

/** Tokens whose presence follows from their neighbours; leaving them out nearly halves a tree. */
const PUNCTUATION = new Set(["(", ")", "[", "]", "{", "}", ",", ":", ";", ".", '"', "'", "`", "\n", "\r\n", "\r", "${"]);
const ERROR_KIND = 65535;

export function kindTable(language: Language): KindTable {
  const names: string[] = [];
  const classes = new Uint8Array(language.nodeTypeCount + 1);
  for (let id = 0; id < language.nodeTypeCount; id++) {
    const name = language.nodeTypeForId(id) ?? "";
    const named = language.nodeTypeIsNamed(id);
    names.push(name);
    classes[id] = named ? 1 : PUNCTUATION.has(name) ? 2 : 0;
  }
  names.push("ERROR");
  classes[language.nodeTypeCount] = 1;
  return { names, fieldNames: language.fields.map((field) => field ?? ""), classes };
}

/** Copies a tree-sitter tree into flat arrays by one walk of a cursor. */
export function flatten(pack: LanguagePack, text: string, tree: Tree, table: KindTable): SyntaxTree {
  const { names, classes, fieldNames } = table;
  const errorKind = names.length - 1;
  let capacity = Math.max(64, text.length >> 1);
  let kinds = new Uint16Array(capacity);
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let parents = new Int32Array(capacity);
  let after = new Uint32Array(capacity);
  let fields = new Uint8Array(capacity);
  let flags = new Uint8Array(capacity);
  let count = 0;

  const grow = (): void => {
    capacity *= 2;
    const copy = <T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    kinds = copy(kinds, new Uint16Array(capacity));
    starts = copy(starts, new Uint32Array(capacity));
    ends = copy(ends, new Uint32Array(capacity));
    parents = copy(parents, new Int32Array(capacity));
    after = copy(after, new Uint32Array(capacity));
    fields = copy(fields, new Uint8Array(capacity));
    flags = copy(flags, new Uint8Array(capacity));
  };

  const anyError = tree.rootNode.hasError;
  const cursor = tree.walk();
  let parent = -1;
  walk: for (;;) {
    const id = cursor.nodeTypeId;
    const known = id === ERROR_KIND ? errorKind : id;
    const kindClass = classes[known];
    let entered = -1;
    if (kindClass !== 2) {
      if (count === capacity) grow();
      entered = count++;
      kinds[entered] = known;
      starts[entered] = cursor.startIndex;
      ends[entered] = cursor.endIndex;
      parents[entered] = parent;
      fields[entered] = cursor.currentFieldId;
      let bits = kindClass === 1 ? NAMED : 0;
      if (anyError && (known === errorKind || cursor.nodeIsMissing)) bits |= ERROR;
      flags[entered] = bits;
    } else if (anyError && cursor.nodeIsMissing && parent >= 0) flags[parent] = (flags[parent] as number) | ERROR;
    if (kindClass === 1 && cursor.gotoFirstChild()) {
      parent = entered;
      continue;
    }
    if (entered >= 0) after[entered] = count;
    while (!cursor.gotoNextSibling()) {
      if (parent < 0 || !cursor.gotoParent()) break walk;
      after[parent] = count;
      parent = parents[parent] as number;
    }
  }
  cursor.delete();
  if (anyError) markErrors(flags, parents, count);
  return {
    pack,
    text,
    count,
    kinds: kinds.slice(0, count),
    starts: starts.slice(0, count),
    ends: ends.slice(0, count),
    parents: parents.slice(0, count),
    after: after.slice(0, count),
    fields: fields.slice(0, count),
    flags: flags.slice(0, count),
    kindNames: names,
    fieldNames,
  };
}

function markErrors(flags: Uint8Array, parents: Int32Array, count: number): void {
  for (let node = count - 1; node >= 0; node--) {
    const bits = flags[node] as number;
    const parent = parents[node] as number;
    if ((bits & (ERROR | HAS_ERROR)) !== 0) {
      flags[node] = bits | HAS_ERROR;
      if (parent >= 0) flags[parent] = (flags[parent] as number) | HAS_ERROR;
    }
  }
}

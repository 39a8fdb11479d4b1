import type { Language, Tree } from "web-tree-sitter";
import { openCursor } from "./cursor.ts";
import { elide } from "./elide.ts";
import type { LanguagePack } from "./language-pack.ts";
import { reshape } from "./reshape.ts";
import { emptyTree } from "./shared-tree.ts";
import { type Scratch, scratchFor } from "./scratch.ts";
import { type EarlierTree, isLike, lastingChildren, staysFlat, takeOver } from "./taken-over.ts";
import { ERROR, HAS_ERROR, NAMED, type SyntaxTree } from "./tree.ts";

export interface KindTable {
  readonly names: readonly string[];
  readonly fieldNames: readonly string[];
  readonly errorKind: number;
  /** 1 named, 0 anonymous, 2 punctuation that is left out. */
  readonly classes: Uint8Array;
}

/** Tokens whose presence follows from their neighbours; leaving them out nearly halves a tree. */
const PUNCTUATION = new Set(["(", ")", "[", "]", "{", "}", ",", ":", ";", ".", '"', "'", "`", "\n", "\r\n", "\r", "${"]);
const ERROR_KIND = 65535;

export function kindTable(language: Language, subset: LanguagePack["subset"]): KindTable {
  const names: string[] = [];
  const classes = new Uint8Array(language.nodeTypeCount + 1);
  for (let id = 0; id < language.nodeTypeCount; id++) {
    const name = language.nodeTypeForId(id) ?? "";
    const named = language.nodeTypeIsNamed(id);
    names.push(asKey(name));
    classes[id] = named ? 1 : PUNCTUATION.has(name) ? 2 : 0;
  }
  names.push("ERROR");
  classes[language.nodeTypeCount] = 1;
  names.push(...(subset?.kinds ?? []).map(asKey));
  const fieldNames = [...language.fields.map((field) => field ?? ""), ...(subset?.fields ?? [])];
  return { names, fieldNames: fieldNames.map(asKey), errorKind: language.nodeTypeCount, classes };
}

/** The same text as V8 keeps it for names of properties: comparing two such texts is comparing two pointers. Kinds and fields are compared all the time. */
function asKey(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

function grow(scratch: Scratch): void {
  const larger = scratchFor(scratch.kinds.length * 2);
  copyNodes(scratch, scratch.kinds.length, larger);
  Object.assign(scratch, larger);
}

function copyNodes(from: Scratch, count: number, to: Scratch): void {
  to.kinds.set(from.kinds.subarray(0, count));
  to.starts.set(from.starts.subarray(0, count));
  to.ends.set(from.ends.subarray(0, count));
  to.parents.set(from.parents.subarray(0, count));
  to.after.set(from.after.subarray(0, count));
  to.fields.set(from.fields.subarray(0, count));
  to.flags.set(from.flags.subarray(0, count));
}

/** Copies a tree-sitter tree into flat arrays by one walk of a cursor. What stood in an `earlier` tree of the same language already is not walked again. */
export function flatten(
  pack: LanguagePack,
  text: string,
  tree: Tree,
  table: KindTable,
  scratch: Scratch,
  earlier?: EarlierTree,
): SyntaxTree {
  const { names, classes, fieldNames, errorKind } = table;
  let { kinds, starts, ends, parents, after, fields, flags } = scratch;
  let count = 0;

  const anyError = tree.rootNode.hasError;
  const lasting = earlier !== undefined && !anyError && staysFlat(pack) ? lastingChildren(earlier) : undefined;
  const cursor = openCursor(tree);
  let parent = -1;
  walk: for (;;) {
    const id = cursor.typeId();
    const known = id === ERROR_KIND ? errorKind : id;
    const kindClass = classes[known];
    let entered = -1;
    if (kindClass !== 2) {
      if (count === kinds.length) {
        grow(scratch);
        ({ kinds, starts, ends, parents, after, fields, flags } = scratch);
      }
      entered = count++;
      kinds[entered] = known;
      starts[entered] = cursor.start();
      ends[entered] = cursor.end();
      parents[entered] = parent;
      fields[entered] = cursor.fieldId();
      let bits = kindClass === 1 ? NAMED : 0;
      if (anyError && (known === errorKind || cursor.isMissing())) bits |= ERROR;
      flags[entered] = bits;
    } else if (anyError && cursor.isMissing() && parent >= 0) flags[parent] = (flags[parent] as number) | ERROR;
    const old = lasting !== undefined && parent === 0 && entered > 0 ? lasting.get(starts[entered] as number) : undefined;
    if (old !== undefined && earlier !== undefined && isLike(earlier.tree, old, scratch, entered)) {
      const more = (earlier.tree.after[old] as number) - old;
      while (count + more > scratch.kinds.length) grow(scratch);
      ({ kinds, starts, ends, parents, after, fields, flags } = scratch);
      count = takeOver(earlier.tree, old, scratch, entered);
    } else if (kindClass === 1 && cursor.firstChild()) {
      parent = entered;
      continue;
    }
    if (entered >= 0) after[entered] = count;
    while (!cursor.nextSibling()) {
      if (parent < 0 || !cursor.parent()) break walk;
      after[parent] = count;
      parent = parents[parent] as number;
    }
  }
  cursor.close();
  if (pack.elided !== undefined) count = elide(scratch, count, setOf(names, pack.elided));
  if (anyError) markErrors(flags, parents, count);
  const flat = emptyTree(text, count, { pack, kindNames: names, fieldNames });
  copyNodes(scratch, count, flat);
  return reshape(flat, pack);
}

function setOf(names: readonly string[], wanted: readonly string[]): Uint8Array {
  return Uint8Array.from(names, (name) => (wanted.includes(name) ? 1 : 0));
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

import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { children, kindOf, NONE, namedChildren, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAfter, insertAt, lineEndAt, lineStartAt, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { importedNames } from "./names.ts";
import { isRebound, mentions } from "./scope.ts";

const IMPORTS = ["import_statement", "import_from_statement"];

/** Standard modules that begin most import blocks: enough to tell the standard block from the third-party one. */
const STANDARD = new Set(
  (
    "abc argparse ast asyncio base64 binascii builtins collections configparser contextlib copy csv ctypes dataclasses datetime decimal email enum errno fcntl " +
    "functools getpass gc glob gzip hashlib heapq hmac html http importlib inspect io ipaddress itertools json locale logging math mimetypes multiprocessing " +
    "operator os pathlib pickle platform pprint queue random re secrets select shelve shlex shutil signal smtplib socket socketserver sqlite3 ssl stat " +
    "string struct subprocess sys tarfile tempfile textwrap threading time traceback types typing unittest urllib uuid warnings weakref wsgiref xml zipfile zlib"
  ).split(" "),
);

export interface ModuleUse {
  /** How the module is to be written at the place of use. */
  readonly name: string;
  /** The import to be added; empty when there is one. */
  readonly edits: readonly TextEdit[];
}

/**
 * The name of a standard module in this file, with the edit that imports it where needed. Undefined when the file uses that name for something else,
 * so that no import can be added without changing what the name means.
 */
export function useModule(tree: SyntaxTree, module: string): ModuleUse | undefined {
  const known = importedNames(tree).find((name) => name.target === module && name.topLevel && !isRebound(tree, name.local));
  if (known !== undefined) return { name: known.local, edits: [] };
  if (isRebound(tree, module) || importedNames(tree).some((name) => name.local === module && name.target !== module))
    return undefined;
  return { name: module, edits: [addImport(tree, `import ${module}`)] };
}

/** As {@link useModule} for several modules, in their order; undefined when one of them cannot be had. */
export function useModules(
  tree: SyntaxTree,
  modules: readonly string[],
): { readonly names: readonly string[]; readonly edits: readonly TextEdit[] } | undefined {
  const uses = modules.map((module) => useModule(tree, module));
  if (!uses.every((use) => use !== undefined)) return undefined;
  const edits = uses.flatMap((use) => use.edits);
  const apart = edits.every(({ start, text }) => start === edits[0]?.start && text.endsWith("\n\n"));
  return {
    names: uses.map((use) => use.name),
    edits: apart ? edits.map((edit, at) => (at + 1 < edits.length ? { ...edit, text: edit.text.slice(0, -1) } : edit)) : edits,
  };
}

/**
 * As {@link useModule} for `from module import member`. Where `replaced`, an imported name, is read nowhere else, the import of it turns into the
 * import of the member.
 */
export function useMember(tree: SyntaxTree, module: string, member: string, replaced?: NodeId): ModuleUse | undefined {
  const target = `${module}.${member}`;
  const names = importedNames(tree).filter((name) => name.topLevel && !isRebound(tree, name.local));
  const direct = names.find((name) => name.target === target);
  if (direct !== undefined) return { name: direct.local, edits: [] };
  const whole = names.find((name) => name.target === module);
  if (whole !== undefined) return { name: `${whole.local}.${member}`, edits: [] };
  if (isRebound(tree, member) || importedNames(tree).some((name) => name.local === member)) return undefined;
  return { name: member, edits: [importMember(tree, module, member, replaced)] };
}

function importMember(tree: SyntaxTree, module: string, member: string, replaced: NodeId | undefined): TextEdit {
  const same = importedNames(tree).filter((name) => name.topLevel && name.target === `${module}.${textOf(tree, name.node)}`);
  const local = replaced === undefined ? "" : textOf(tree, replaced);
  const old = same.find((name) => name.local === local);
  const reads = mentions(tree, 0, local).filter(
    (node) => node !== replaced && kindOf(tree, parentOf(tree, node)) !== "dotted_name",
  );
  if (old !== undefined && reads.length === 0) return replaceNode(tree, old.node, member);
  const last = same.filter((name) => name.statement === same[0]?.statement).at(-1);
  return last === undefined ? addImport(tree, `from ${module} import ${member}`) : insertAfter(tree, last.node, `, ${member}`);
}

/** Puts an import line where the file keeps its like: sorted into the block of the same sort, else in a new block after docstring and `__future__`. */
function addImport(tree: SyntaxTree, line: string): TextEdit {
  const module = line.split(" ")[1] as string;
  const plain = line.startsWith("import ");
  const standard = STANDARD.has(module.split(".")[0] as string);
  const block = importBlocks(tree).find((nodes) =>
    nodes.some((node) => STANDARD.has(rootOf(tree, node)) === standard && moduleOf(tree, node) !== ""),
  );
  if (block === undefined) return newBlock(tree, line, standard);
  const alike = block.filter((node) => (kindOf(tree, node) === "import_statement") === plain);
  const next = alike.find((node) => moduleOf(tree, node) > module && startsLine(tree, node));
  if (next !== undefined) return insertAt(lineStartAt(tree.text, tree.starts[next] as number), `${line}\n`);
  const last = alike.at(-1);
  if (last !== undefined) return afterLine(tree, last, line);
  const first = block[0] as NodeId;
  return plain && startsLine(tree, first)
    ? insertAt(lineStartAt(tree.text, tree.starts[first] as number), `${line}\n`)
    : afterLine(tree, block.at(-1) as NodeId, line);
}

/** Runs of top-level imports that no blank line or other statement parts, up to the first other statement after the first import. */
function importBlocks(tree: SyntaxTree): NodeId[][] {
  const blocks: NodeId[][] = [];
  let end = -1;
  for (const node of children(tree, 0)) {
    if (!IMPORTS.includes(kindOf(tree, node))) {
      if (kindOf(tree, node) !== "comment" && blocks.length > 0) break;
      continue;
    }
    const gap = end < 0 ? "\n\n" : tree.text.slice(end, tree.starts[node]);
    if (/\n[ \t\r]*\n/.test(gap)) blocks.push([]);
    blocks.at(-1)?.push(node);
    end = tree.ends[node] as number;
  }
  return blocks;
}

function newBlock(tree: SyntaxTree, line: string, standard: boolean): TextEdit {
  const blocks = importBlocks(tree);
  const first = blocks[0]?.[0];
  if (!standard) {
    const last = blocks.at(-1)?.at(-1);
    if (last !== undefined) return afterLine(tree, last, `\n${line}`);
  } else if (first !== undefined && startsLine(tree, first)) {
    return insertAt(lineStartAt(tree.text, tree.starts[first] as number), `${line}\n\n`);
  }
  const head = namedChildren(tree, 0);
  const index = head.findIndex((node, at) => !isPreamble(tree, node, head.slice(0, at)));
  const previous = index === 0 ? undefined : index < 0 ? head.at(-1) : head[index - 1];
  if (previous !== undefined) {
    const after = tree.text.slice(lineEndAt(tree.text, tree.ends[previous] as number));
    return afterLine(tree, previous, `\n${line}${after === "" || /^[ \t]*\r?\n/.test(after) ? "" : "\n"}`);
  }
  return insertAt(tree.text.startsWith("\ufeff") ? 1 : 0, `${line}\n\n`);
}

/** The head of a file that imports must follow: comments, the docstring, `__future__` imports. */
function isPreamble(tree: SyntaxTree, node: NodeId, before: readonly NodeId[]): boolean {
  const kind = kindOf(tree, node);
  if (kind === "comment") return lineStartAt(tree.text, tree.starts[node] as number) === (tree.starts[node] as number);
  if (kind === "future_import_statement") return true;
  const only = namedChildren(tree, node);
  const docstring = kind === "expression_statement" && only.length === 1 && kindOf(tree, only[0] as NodeId) === "string";
  return docstring && before.every((other) => kindOf(tree, other) === "comment");
}

function afterLine(tree: SyntaxTree, node: NodeId, text: string): TextEdit {
  const end = lineEndAt(tree.text, tree.ends[node] as number);
  return tree.text.slice(end - 1, end) === "\n" ? insertAt(end, `${text}\n`) : insertAt(end, `\n${text}`);
}

function moduleOf(tree: SyntaxTree, statement: NodeId): string {
  const first = namedChildren(tree, statement)[0] ?? NONE;
  return first === NONE ? "" : (textOf(tree, first).split(/\s/)[0] as string);
}

function rootOf(tree: SyntaxTree, statement: NodeId): string {
  return moduleOf(tree, statement).split(".")[0] as string;
}

/** The edits of two uses, of which the first sorts first: imports that open a block of their own at one place share it. */
export function besideEachOther(first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  const shared = first[0] !== undefined && first[0].start === second[0]?.start;
  const joined = first.map((edit) => (shared && edit.text.endsWith("\n\n") ? { ...edit, text: edit.text.slice(0, -1) } : edit));
  return [...joined, ...second];
}

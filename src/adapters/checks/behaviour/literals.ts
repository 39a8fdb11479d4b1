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
import type { CheckContext } from "#ports/check.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Value } from "./plan.ts";

/** Short texts and numbers that stand in a function: what it compares with, looks up, or has as a default. */
export interface Literals {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

const CALLS = ["call", "call_expression"];

export function literalsOf(tree: SyntaxTree, node: NodeId): Literals {
  const texts = descendants(tree, node, ["string_content", "string_fragment"]).map((each) => textOf(tree, each));
  const numbers = descendants(tree, node, ["integer", "float", "number"]).map((each) =>
    Number(textOf(tree, each).replaceAll("_", "")),
  );
  return {
    texts: [...new Set(texts)].filter((text) => /^\w[\w ./:@-]{0,30}$/.test(text)).slice(0, 8),
    numbers: [...new Set(numbers)].filter((number) => Number.isFinite(number) && Math.abs(number) < 1e6).slice(0, 6),
  };
}

/** Arguments that a tree calls a function with, where they are plain texts, numbers, flags or lists of such. */
function callsIn(tree: SyntaxTree, name: string): Value[][] {
  return descendants(tree, 0, CALLS).flatMap((call) => {
    const callee = childByField(tree, call, "function");
    if (callee === NONE || textOf(tree, callee).split(".").at(-1) !== name) return [];
    const given = namedChildren(tree, childByField(tree, call, "arguments")).map((each) => valueOf(tree, each));
    return given.length > 0 && given.every((each) => each !== undefined) ? [given as Value[]] : [];
  });
}

function valueOf(tree: SyntaxTree, node: NodeId): Value | undefined {
  const [kind, text] = [kindOf(tree, node), textOf(tree, node)];
  if (kind === "string") {
    const parts = namedChildren(tree, node).filter((each) => !["string_start", "string_end"].includes(kindOf(tree, each)));
    const plain =
      parts.every((each) => ["string_content", "string_fragment"].includes(kindOf(tree, each))) && !text.includes("\\");
    if (!plain || /^[a-z]*f/i.test(text)) return undefined;
    const shape = /^[a-z]*b/i.test(text) ? "bytes" : "text";
    return { shape, text: parts.map((each) => textOf(tree, each)).join("") };
  }
  if (["integer", "float", "number"].includes(kind) && Number.isFinite(Number(text))) return { shape: "number", text };
  if (kind === "true" || kind === "false") return { shape: "flag", text: kind };
  if (kind !== "list" && kind !== "array") return undefined;
  const items = namedChildren(tree, node).map((each) => valueOf(tree, each));
  return items.every((each) => each !== undefined) ? { shape: "list", text: "", items: items as Value[] } : undefined;
}

const TESTS = /(?:^|\/)(?:tests?|specs?|__tests__)\/|(?:^|\/)(?:test_[^/]*|[^/]*(?:_test|\.test|\.spec))\.\w+$/;
const READ = 12;

/** Calls of a function with plain arguments in the project's tests and in the examples of its own documentation, at most ten. */
export async function knownCalls(
  { before, parser }: CheckContext,
  language: NonNullable<Parameters<CheckContext["parser"]["parse"]>[0]>,
  tree: SyntaxTree,
  node: NodeId,
  name: string,
  signal: AbortSignal,
): Promise<Value[][]> {
  if (name === "") return [];
  const found: Value[][] = [];
  const examples = [...textOf(tree, node).matchAll(/^\s*(?:>>>|\*\s*@example|\*\s*>)\s*(.+)$/gm)].map(([, code = ""]) => code);
  const texts = examples.length > 0 ? [examples.join("\n")] : [];
  const files = (await before.list({ paths: [] }, signal)).files.filter(
    ({ path, bytes, language: id }) => TESTS.test(path) && bytes < 40_000 && id === language.id,
  );
  for (const { path } of files.slice(0, READ)) {
    const text = decodeStrict(await before.read(path));
    if (text?.includes(name) === true) texts.push(text);
  }
  for (const text of texts) {
    const parsed = await parser.parse(language, text);
    if (parsed.kind === "tree") found.push(...callsIn(parsed.tree, name));
  }
  return found.slice(0, 10);
}

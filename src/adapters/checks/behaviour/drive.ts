import { AMBIENT } from "#adapters/checks/attack/find-attack.ts";
import { importOf } from "#adapters/checks/attack/import-of.ts";
import { foldersOf, programsOf } from "#adapters/checks/attack/texts.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { descendants, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { CheckContext } from "#ports/check.ts";
import { knownCalls, literalsOf } from "./literals.ts";
import { plainest, type Signature } from "./pools.ts";
import type { Drive } from "./run-calls.ts";
import type { Target } from "./targets.ts";

/** What a target is called with, and how. */
export interface Prepared {
  readonly signature: Signature;
  readonly drive: Drive;
}

/** Reads from both trees what calls of a target need: arguments, names of tables, folders, programs and environment variables. */
export async function prepare(
  context: CheckContext,
  file: TouchedFile,
  target: Target,
  family: string,
  signal: AbortSignal,
): Promise<Prepared | undefined> {
  const { trees, language: pack } = file;
  if (trees === undefined || pack === undefined) return undefined;
  const { definition, fresh } = target;
  const language = pack.id === "python" ? "python" : "javascript";
  const body = textOf(trees.before, definition.node);
  const texts = [...stringsIn(trees.before, definition.node), ...stringsIn(trees.after, fresh.node)];
  const ambient =
    definition.kind === "function" && AMBIENT.test(body) && !definition.declared.some(({ name }) => name === "request");
  const words = [...new Set(texts)].filter((text) => /^\/[\w./-]*$|^\w{1,30}$/.test(text)).slice(0, 16);
  const addresses = words.filter((text) => text.startsWith("/"));
  const request = definition.kind === "http-handler" || definition.kind === "routes" || ambient;
  const signature: Signature = {
    declared: definition.declared,
    body,
    around: trees.before.text,
    literals: literalsOf(trees.before, definition.node),
    words: listedWords(trees.before),
    known: await knownCalls(context, pack, trees.before, definition.node, definition.name, signal),
    family,
    language,
    request: request
      ? { addresses: definition.kind === "http-handler" ? addresses : [], fields: words.filter((text) => !text.startsWith("/")) }
      : undefined,
  };
  const drive: Drive = {
    path: file.path,
    language,
    ...(language === "python" ? await importOf(context, file.path) : { module: "", search: [] }),
    family,
    entry: {
      kind: definition.kind,
      name: definition.name,
      ...(definition.owner === undefined ? {} : { owner: definition.owner }),
      made: definition.made.map((each) => ({ name: each.name, keyword: each.keyword, value: plainest(signature, each) })),
      parameters: definition.declared.map(({ name, keyword }) => ({ name, keyword })),
      ambient,
      literals: definition.route ?? words.concat(/\bzipfile\b|\bZipFile\b/.test(body) ? ["zipfile"] : []),
    },
    folders: foldersOf(trees.before),
    programs: programsOf(texts),
    words: identifiersOf([...stringsIn(trees.before, 0), ...stringsIn(trees.after, 0)]),
    environment: environmentOf(file),
  };
  return { signature, drive };
}

function stringsIn(tree: SyntaxTree, node: number): string[] {
  return descendants(tree, node, ["string_content", "string_fragment"]).map((each) => textOf(tree, each));
}

/** Words that stand alone in lists of the module, at most ten. */
function listedWords(tree: SyntaxTree): string[] {
  const lists = descendants(tree, 0, ["list", "tuple", "array"]);
  const texts = lists.flatMap((list) => stringsIn(tree, list));
  return [...new Set(texts)].filter((text) => /^[A-Za-z_]\w{0,20}$/.test(text)).slice(0, 10);
}

function identifiersOf(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []))].slice(0, 500);
}

/** Variables that the patched code reads and the unchanged code does not, with a value that lets it work. */
function environmentOf({ before, after }: TouchedFile): Record<string, string> {
  const read = /(?:environ(?:\.get\(|\[)|getenv\(|process\.env(?:\.|\[))\s*["']?([A-Z][A-Z0-9_]*)/g;
  const known = new Set([...before.matchAll(read)].map(([, name = ""]) => name));
  const fresh = [...after.matchAll(read)].map(([, name = ""]) => name).filter((name) => !known.has(name));
  return Object.fromEntries(fresh.map((name) => [name, valueOf(name)]));
}

function valueOf(name: string): string {
  if (/ORIGIN|URL/.test(name)) return "https://example.com";
  if (/HOST|DOMAIN/.test(name)) return "example.com,example.org,localhost";
  return /PORT|COUNT|SIZE|LIMIT|TIMEOUT/.test(name) ? "8080" : "Correct-horse-7";
}

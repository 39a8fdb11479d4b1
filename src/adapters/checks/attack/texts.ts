import { childByField, descendants, kindOf, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";

/** Absolute and relative folders that the module names, at most eight. */
export function foldersOf(tree: SyntaxTree): string[] {
  const texts = descendants(tree, 0, ["string_content", "string_fragment"]).filter((node) => isWhole(tree, node));
  return foldersIn(texts.map((node) => textOf(tree, node)));
}

/** Those of the texts that name folders, at most eight. */
export function foldersIn(texts: readonly string[]): string[] {
  const bare = texts.map((text) => text.replace(/\/+$/, ""));
  const folders = bare.filter(
    (text) => /^(?:\.\/)?\/?[\w-]+(?:\/[\w-]+)*$/.test(text) && (text.includes("/") || isPathPart(text)),
  );
  return [...new Set(folders)].slice(0, 8);
}

/** Texts that a function takes its input apart with. */
export function separatorsOf(body: string): string[] {
  const calls = body.matchAll(/\.(?:r?split|r?partition)\(\s*(["'])([=:,;|&])\1/g);
  return [...new Set([...calls].map(([, , separator = ""]) => separator))];
}

/** Names of hosts that stand in texts of a module, at most three. */
export function hostsOf(text: string): string[] {
  const found = [...text.matchAll(/["'](?:https?:\/\/)?((?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12})["'/]/gi)].map(
    ([, host = ""]) => host,
  );
  return [...new Set(found)]
    .filter((host) => !/\.(?:py|[mc]?[jt]s|json|txt|html?|log|csv|xml|ya?ml|db|sqlite|md|png|jpe?g)$/i.test(host))
    .slice(0, 3);
}

function isPathPart(text: string): boolean {
  return /^(?:\w*(?:uploads?|files?|data|static|public|storage|docs?|documents|media|assets|images|reports|templates|backups?|logs?))$/i.test(
    text,
  );
}

/** A text without values in it. */
function isWhole(tree: SyntaxTree, node: NodeId): boolean {
  const literal = parentOf(tree, node);
  return (
    literal !== NONE &&
    descendants(tree, literal, ["interpolation", "template_substitution"]).length === 0 &&
    !isDocstring(tree, literal)
  );
}

function isDocstring(tree: SyntaxTree, literal: NodeId): boolean {
  const parent = parentOf(tree, literal);
  return parent !== NONE && kindOf(tree, parent) === "expression_statement" && childByField(tree, parent, "left") === NONE;
}

/** First words of texts, which are programs where the text is a command. */
export function programsOf(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => /^\s*([a-z][\w.-]*)(?:\s|$)/i.exec(text)?.[1] ?? []);
  return [...new Set(words)].slice(0, 20);
}

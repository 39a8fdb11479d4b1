import { children, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { imports } from "./calls.ts";

/**
 * The imports of a file written anew: without those that nothing needs any more, with the wanted ones of the standard library, which stand sorted in its
 * group, and without the one that is gone. No edit where nothing changes; undefined where there are comments, several blocks, or a wanted name means something else.
 */
export function writeImports(
  tree: SyntaxTree,
  isNeeded: (local: string) => boolean,
  wanted: readonly string[],
  gone = "",
): readonly TextEdit[] | undefined {
  const all = imports(tree);
  const keywords = children(tree, 0).filter((node) => kindOf(tree, node) === "import");
  const [keyword] = keywords;
  const last = all.at(-1);
  if (keywords.length !== 1 || keyword === undefined || last === undefined) return undefined;
  const start = tree.starts[keyword] as number;
  const specsEnd = tree.ends[last.spec] as number;
  const block = /^import\s*\(/u.test(tree.text.slice(start, specsEnd));
  const end = block ? tree.text.indexOf(")", specsEnd) + 1 : specsEnd;
  if (/\/[/*]/u.test(withoutPaths(tree, start, end))) return undefined;
  const usual = new Map(wanted.map((path) => [path.slice(path.lastIndexOf("/") + 1), path]));
  if (all.some(({ local, path }) => usual.has(local) && usual.get(local) !== path && path !== gone)) return undefined;
  const kept = all
    .filter(({ path }) => path !== gone)
    .filter(({ local, path }) => local === "_" || wanted.includes(path) || isNeeded(local));
  const missing = wanted.filter(
    (path) => !all.some((one) => one.path === path && one.local === path.slice(path.lastIndexOf("/") + 1)),
  );
  if (kept.length === all.length && missing.length === 0) return [];
  const groups: { path: string; text: string }[][] = [[]];
  let before: NodeId | undefined;
  for (const { spec, path } of all) {
    const gap = before === undefined ? "" : tree.text.slice(tree.ends[before], tree.starts[spec]);
    if (/\n[ \t]*\r?\n/u.test(gap)) groups.push([]);
    if (kept.some((one) => one.spec === spec)) groups.at(-1)?.push({ path, text: textOf(tree, spec) });
    before = spec;
  }
  const [first = []] = groups;
  const own = first.every(({ path }) => !(path.split("/")[0] ?? "").includes("."));
  const standard = [...(own ? first : []), ...missing.map((path) => ({ path, text: `"${path}"` }))];
  const written = [standard.toSorted((a, b) => (a.path < b.path ? -1 : 1)), ...groups.slice(own ? 1 : 0)];
  const lines = written.filter((group) => group.length > 0).map((group) => group.map(({ text }) => `\t${text}\n`).join(""));
  return [{ start, end, text: `import (\n${lines.join("\n")})` }];
}

/** A range without what stands in quotes, where slashes are no comment. */
function withoutPaths(tree: SyntaxTree, start: number, end: number): string {
  return tree.text.slice(start, end).replaceAll(/"[^"\n]*"|`[^`]*`/gu, "");
}

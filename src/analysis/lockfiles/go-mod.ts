import { type LockedPackage, type LockReader, refused } from "./locked-package.ts";

/** go.mod (https://go.dev/ref/mod#go-mod-file): since Go 1.17 it lists indirect modules too. */
const reader: LockReader = {
  id: "go-mod",
  ecosystem: "Go",
  fits: (name) => name === "go.mod",
  longest: 64_000_000,
  read(text) {
    const rows = statements(text);
    if (!rows.some(({ verb }) => verb === "module")) return refused("wrong-schema", "there is no module line");
    const replaced = replacements(rows);
    const seen = new Map<string, number>();
    const packages: LockedPackage[] = [];
    const problems: { code: "duplicate-key" | "bad-syntax"; message: string; line: number }[] = [];
    for (const { verb, words, comment, line } of rows) {
      if (verb !== "require") continue;
      const [module, version] = words;
      if (module === undefined || version === undefined || !/^v\d/u.test(version)) {
        problems.push({ code: "bad-syntax", message: "a requirement without module or version", line });
        continue;
      }
      if (seen.has(module)) problems.push({ code: "duplicate-key", message: `${module.slice(0, 100)} is required twice`, line });
      seen.set(module, line);
      const other = replaced.get(`${module}@${version}`) ?? replaced.get(module);
      packages.push({
        ecosystem: "Go",
        name: other?.name ?? module,
        version: bare(other?.version ?? version),
        direct: !/^indirect\b/u.test(comment),
        dev: false,
        registry: other?.local !== true,
        line,
      });
    }
    return { packages, problems };
  },
};

export default reader;

/** go.sum: every version that was looked at, so only the highest of a module is likely in use; read where no go.mod stands beside. */
export const goSum: LockReader = {
  id: "go-sum",
  ecosystem: "Go",
  fits: (name) => name === "go.sum",
  longest: 64_000_000,
  read(text) {
    const packages: LockedPackage[] = [];
    for (const [index, row] of text.split(/\r?\n/u).entries()) {
      if (row.trim() === "") continue;
      const [, module, version, mod] = /^(\S+) (v[^\s/]+)(\/go\.mod)? h1:[A-Za-z0-9+/]+=*$/u.exec(row) ?? [];
      if (module === undefined || version === undefined) return refused("bad-syntax", "a line that is no checksum", index + 1);
      if (mod !== undefined) continue;
      packages.push({
        ecosystem: "Go",
        name: module,
        version: bare(version),
        direct: undefined,
        dev: false,
        registry: true,
        line: index + 1,
      });
    }
    return { packages, problems: [] };
  },
};

interface Statement {
  readonly verb: string;
  readonly words: readonly string[];
  readonly comment: string;
  readonly line: number;
}

function statements(text: string): Statement[] {
  const rows: Statement[] = [];
  let block: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/u).entries()) {
    const at = raw.search(/(?:^|\s)\/\//u);
    const comment = at === -1 ? "" : raw.slice(at).replace(/^\s*\/\/\s*/u, "");
    const words = (at === -1 ? raw : raw.slice(0, at))
      .trim()
      .split(/\s+/u)
      .filter((word) => word !== "")
      .map((word) => word.replace(/^["`]|["`]$/gu, ""));
    if (words.length === 0) continue;
    if (block !== undefined && words[0] === ")") block = undefined;
    else if (words.at(-1) === "(" && words.length === 2) block = words[0];
    else if (block !== undefined) rows.push({ verb: block, words, comment, line: index + 1 });
    else rows.push({ verb: words[0] ?? "", words: words.slice(1), comment, line: index + 1 });
  }
  return rows;
}

/** By module or `module@version`. */
function replacements(rows: readonly Statement[]): Map<string, { name: string; version: string | undefined; local: boolean }> {
  const found = new Map<string, { name: string; version: string | undefined; local: boolean }>();
  for (const { verb, words } of rows) {
    const arrow = words.indexOf("=>");
    const [from, to] = [words.slice(0, arrow), words.slice(arrow + 1)];
    if (verb !== "replace" || arrow === -1 || from[0] === undefined || to[0] === undefined) continue;
    const local = /^\.{0,2}\//u.test(to[0]);
    found.set(from[1] === undefined ? from[0] : `${from[0]}@${from[1]}`, {
      name: local ? from[0] : to[0],
      version: to[1],
      local,
    });
  }
  return found;
}

function bare(version: string): string {
  return version.replace(/^v/u, "").replace(/\+incompatible$/u, "");
}

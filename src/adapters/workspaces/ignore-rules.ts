import ignore, { type Ignore } from "ignore";

/** Patterns are compiled to backtracking expressions: what could take more than cubic time in a file name is not compiled. */
const MAX_STARS = 3;
const MAX_PATTERN = 1024;
const MAX_RULES_BYTES = 256 * 1024;

interface Level {
  /** Folder the patterns are relative to: empty, or with a final `/`. */
  readonly base: string;
  readonly rules: Ignore;
}

export interface IgnoreRules {
  /**
   * Whether git's rules or the configured globs leave a path out. `within` (a folder with a final `/`, or empty) restricts
   * the rules to those that stand in that folder or below it.
   */
  ignores(path: string, folder: boolean, within: string): boolean;
}

/**
 * Git's ignore rules for one tree: every folder's `.gitignore`, deeper ones first, then `.git/info/exclude`; the last
 * matching line of a file decides. `exclude` holds further patterns of the same syntax that no negation undoes.
 * `readText` gives the text of a regular file by repository-relative path, undefined when there is none.
 * A pattern too costly to match is left out: more is analysed then, never less.
 */
export function createIgnoreRules(exclude: readonly string[], readText: (path: string) => string | undefined): IgnoreRules {
  const always = compile(exclude.join("\n"));
  const cache = new Map<string, readonly Level[]>();

  const levelsOf = (folder: string): readonly Level[] => {
    const known = cache.get(folder);
    if (known !== undefined) return known;
    const own = readText(`${folder}.gitignore`);
    const above = folder === "" ? [] : levelsOf(folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1));
    const levels = own === undefined || own.length > MAX_RULES_BYTES ? above : [{ base: folder, rules: compile(own) }, ...above];
    cache.set(folder, levels);
    return levels;
  };
  const infoText = readText(".git/info/exclude");
  const info = infoText === undefined ? undefined : compile(infoText);

  return {
    ignores(path, folder, within) {
      const suffix = folder ? "/" : "";
      if (within === "" && always.ignores(path + suffix)) return true;
      for (const level of levelsOf(path.slice(0, path.lastIndexOf("/") + 1))) {
        if (!level.base.startsWith(within)) break;
        const result = level.rules.test(path.slice(level.base.length) + suffix);
        if (result.ignored) return true;
        if (result.unignored) return false;
      }
      return within === "" && info?.ignores(path + suffix) === true;
    },
  };
}

function compile(text: string): Ignore {
  // Git compares case-sensitively on the systems we run on; the library's default does not.
  return ignore({ ignorecase: false, allowRelativePaths: true }).add(text.split(/\r?\n/).filter(isCheap));
}

function isCheap(pattern: string): boolean {
  if (pattern.length > MAX_PATTERN || pattern.split("**").length - 1 > MAX_STARS) return false;
  return pattern.split("/").every((part) => part === "**" || part.split("*").length - 1 <= MAX_STARS);
}

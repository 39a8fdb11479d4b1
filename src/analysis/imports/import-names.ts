import { languageById } from "#analysis/languages/registry.ts";
import { pythonName } from "#analysis/lockfiles/locked-package.ts";
import { packageOf } from "./node-modules.ts";
import { DISTRIBUTIONS } from "./python-modules.ts";

/**
 * Whether an import speaks of one of these distributions. Names of modules follow those of distributions loosely, so every likeness counts:
 * the table, equal names but for signs, a prefix or suffix that says Python, a part of a namespace.
 */
export function isBroughtBy(module: string, distributions: ReadonlySet<string>): boolean {
  if (DISTRIBUTIONS.get(module)?.some((name) => distributions.has(name)) === true) return true;
  const own = pythonName(module);
  if (distributions.has(own)) return true;
  const bare = plain(own);
  for (const name of distributions) if (name.startsWith(`${own}-`) || plain(name) === bare) return true;
  return false;
}

/** Without signs and without the words that distributions add to the name of their module. */
function plain(name: string): string {
  return name
    .replace(/^(?:python|django|flask|py)-?(?=[a-z]{2})/u, "")
    .replace(/-?(?:python3?|py3?|binary|cpu|gpu|headless|django|client|sdk|lib)$/u, "")
    .replaceAll("-", "");
}

/** Whether an import in a file of a language speaks of a package of that registry. */
export function speaksOf(language: string, specifier: string, ecosystem: string, name: string): boolean {
  if (languageById(language)?.registry !== ecosystem) return false;
  return ecosystem === "PyPI" ? isBroughtBy(specifier.split(".")[0] ?? "", new Set([name])) : packageOf(specifier) === name;
}

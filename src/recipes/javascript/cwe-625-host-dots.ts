import { textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const HOST = /\.(?:com|org|net|edu|gov|io|co|de|uk|dev|app|eu|fr|info|cloud)(?![\w.*+?-])/i;

/** Offsets, in a pattern's text, of the dots of a host name that match any character. */
function openDots(pattern: string): number[] {
  const scheme = /:\\?\/\\?\//.exec(pattern);
  const from = scheme === null ? 1 : scheme.index + scheme[0].length;
  const rest = pattern.slice(from);
  const path = /\\\/|\/\w*$/.exec(rest);
  const host = path === null ? rest : rest.slice(0, path.index);
  if (!HOST.test(host)) return [];
  const found: number[] = [];
  let inClass = false;
  for (let unit = 0; unit < host.length; unit++) {
    if (host[unit] === "\\") unit++;
    else if (host[unit] === "[") inClass = true;
    else if (host[unit] === "]") inClass = false;
    else if (host[unit] === "." && !inClass && /[\w)-]/.test(host[unit - 1] ?? "") && /[a-z\d]/i.test(host[unit + 1] ?? ""))
      found.push(from + unit);
  }
  return found;
}

export default defineRecipe({
  id: "javascript/cwe-625-host-dots",
  title: "Dots of a host name match dots only",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-625", "CWE-20"],
  review: "merge-without-review",
  description:
    "Escapes the dots between the labels of a host name in a regular expression, which match any character otherwise. Declines for dots in the path, in classes, before a repetition, and where the pattern holds no host name.",
  propose({ tree, range }) {
    for (const pattern of nodesNear(tree, range, ["regex"])) {
      const start = tree.starts[pattern] as number;
      const edits: TextEdit[] = openDots(textOf(tree, pattern)).map((offset) => insertAt(start + offset, "\\"));
      if (edits.length === 0) continue;
      return offer(tree, [
        {
          variant: "escaped",
          title: "Escape the dots",
          rationale: "Another host, with any other character where the dot stands, no longer passes the check.",
          edits,
        },
      ]);
    }
    return decline("no host name with open dots is written at the place", "other-place");
  },
});

import { textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** After a host: a port, then the path, or nothing. */
const AFTER = String.raw`(?::\d+)?(?:[/?#]|$)`;
const ADDRESS = /^\^?https?\??:(?:\\\/){2}(?:[\w-]+\\\.)+[a-z]{2,}(?<path>\\\/)?/i;

export default defineRecipe({
  id: "javascript/cwe-20-anchored-host",
  title: "Expression for an address begins and ends with its host",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-20", "CWE-777"],
  review: "merge-after-review",
  description:
    "Puts `^` before an expression for an address with scheme and host, and after a host that nothing follows the end of a host (a port, a slash, `?`, `#` or the end of the text). Declines for alternatives, for expressions without a scheme, and where something else follows the host.",
  propose({ tree, range }) {
    for (const pattern of nodesNear(tree, range, ["regex"])) {
      const [, source = ""] = /^\/(.*)\/[a-z]*$/s.exec(textOf(tree, pattern)) ?? [];
      const address = ADDRESS.exec(source);
      if (address === null) continue;
      if (/(?<!\\)\|/.test(source)) return decline("the expression has alternatives, of which each needs its own bounds");
      const rest = source.slice(address[0].length);
      if (address.groups?.["path"] === undefined && rest !== "")
        return decline("something else than a path follows the host", "intent-unknown");
      const start = (tree.starts[pattern] as number) + 1;
      const edits: TextEdit[] = [
        ...(source.startsWith("^") ? [] : [insertAt(start, "^")]),
        ...(address.groups?.["path"] === undefined ? [insertAt(start + source.length, AFTER)] : []),
      ];
      if (edits.length === 0) return decline("the expression is anchored", "already-safe");
      return offer(tree, [
        {
          variant: "anchored",
          title: "Match the address from its beginning to the end of its host",
          rationale: "Another site that has the address in its path, or whose name goes on after it, no longer matches.",
          tradeOffs: { behaviour: "The address is no longer found inside of a longer text, which gives another value there." },
          edits,
        },
      ]);
    }
    return decline("no expression for an address is at the place", "other-place");
  },
});

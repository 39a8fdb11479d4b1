import { kindOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertBefore } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";

/** Which argument is the format. */
const PLACES: Readonly<Record<string, number>> = { printf: 0, fprintf: 1, syslog: 1, dprintf: 1, sprintf: 1, snprintf: 2 };

export default defineRecipe({
  id: "c/cwe-134-fixed-format",
  title: "Print with a fixed format",
  languages: ["c", "cpp"],
  cwes: ["CWE-134"],
  review: "merge-after-cursory-review",
  description:
    'Puts `"%s"` in front of a text that is printed as a format of its own: `printf`, `fprintf`, `syslog`, `dprintf`, `sprintf` and `snprintf` with nothing behind it. Declines where arguments follow, since then the format is meant to be one.',
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, Object.keys(PLACES));
    if (call === undefined) return decline("nothing is printed at the place", "other-place");
    const all = argumentsOf(tree, call);
    const format = all[PLACES[calleeName(tree, call)] ?? 0];
    if (format === undefined || format !== all.at(-1)) return decline("arguments follow, so the format is meant to be one");
    if (/^(?:string_literal|concatenated_string)$/u.test(kindOf(tree, format)))
      return decline("the format is a fixed text", "already-safe");
    return offer(tree, [
      {
        variant: "percent-s",
        title: "Print the text as a text",
        rationale: "Per cent signs in the text are printed and no longer read as directives.",
        tradeOffs: { behaviour: "Two per cent signs in the text stay two." },
        edits: [insertBefore(tree, format, '"%s", ')],
      },
    ]);
  },
});

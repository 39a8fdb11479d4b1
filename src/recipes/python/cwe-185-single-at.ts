import { kindOf, namedChildren } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt, removeRange } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { literalShape } from "#recipes/python-syntax/literal.ts";

/** What follows the sign of an address, with the beginning of a group: a dot or `\S` that also takes a further sign. */
const OPEN = /@((?:\((?:\?:|\?P<\w+>)?)*)(\.|\\{1,2}S)(?=[*+])/;

export default defineRecipe({
  id: "python/cwe-185-single-at",
  title: "Let a mail address have one @",
  languages: ["python"],
  cwes: ["CWE-185", "CWE-20", "CWE-1286"],
  review: "merge-after-cursory-review",
  description:
    "Turns `.` and `\\S` after the `@` of a pattern for mail addresses into a class without `@`, so that `a@evil.example@good.example` does not match. Declines where the host is matched by a class of its own.",
  propose({ tree, range }) {
    for (const literal of nodesNear(tree, range, ["string"])) {
      if (namedChildren(tree, literal).some((child) => kindOf(tree, child) === "interpolation")) continue;
      const { contentStart, contentEnd } = literalShape(tree, literal);
      const open = OPEN.exec(tree.text.slice(contentStart, contentEnd));
      if (
        open === null ||
        !/\b(?:re|regex|compile|match|fullmatch|search)\b[^\n]*$/.test(
          tree.text.slice(0, tree.starts[literal]).split("\n").slice(-3).join(" "),
        )
      )
        continue;
      const [whole, , wide = ""] = open;
      const at = contentStart + open.index + whole.length - wide.length;
      return offer(tree, [
        {
          variant: "one-sign",
          title: "Match a host without @",
          rationale: "Programs differ in which of two signs ends the name; a text with two is no address and no longer passes.",
          tradeOffs: { behaviour: "A text with two signs no longer matches: it is refused, or gives another value." },
          edits: [
            removeRange(at, at + wide.length),
            insertAt(at + wide.length, wide === "." ? "[^@]" : `[^@${wide.replace("S", "s")}]`),
          ],
        },
      ]);
    }
    return decline("no pattern that lets a second @ through is at the place", "other-place");
  },
});

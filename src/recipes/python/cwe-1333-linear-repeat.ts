import { kindOf, namedChildren } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments } from "#recipes/python-syntax/calls.ts";
import { literalShape } from "#recipes/python-syntax/literal.ts";

/** One atom that takes exactly one character: an escape of a class, a bracket expression, a letter. */
const ATOM = String.raw`(?:\\[wWdDsS]|\[\^?\]?(?:\\.|[^\]\\])*\]|[a-zA-Z0-9_@ -])`;
/** `(x+)+` and its like: a group of one repeated atom that is repeated itself. */
const NESTED = new RegExp(String.raw`(\((?:\?:)?)(${ATOM})([+*])\)([+*])(?![?+{])`, "g");

export default defineRecipe({
  id: "python/cwe-1333-linear-repeat",
  title: "Repeat once what a pattern repeats twice",
  languages: ["python"],
  cwes: ["CWE-1333", "CWE-400"],
  review: "merge-after-cursory-review",
  description:
    "Takes the outer repetition off a group that holds nothing but one repeated character or class, in a pattern of the re module: `(\\w+)+` becomes `(\\w+)` and `(\\w+)*` becomes `(\\w+)?`, which match the same texts and " +
    "capture the same, but in one way only. Declines for groups that hold more, whose repetitions cannot be told to be equal.",
  propose({ tree, range }) {
    for (const near of nodesNear(tree, range, ["string", "call"])) {
      const literal = kindOf(tree, near) === "call" ? callArguments(tree, near)?.[0]?.value : near;
      if (literal === undefined || kindOf(tree, literal) !== "string") continue;
      if (namedChildren(tree, literal).some((child) => kindOf(tree, child) === "interpolation")) continue;
      const before = tree.text.slice(0, tree.starts[literal]);
      if (!/\b(compile|match|fullmatch|search|findall|finditer|sub|subn|split|re_path)\(\s*$/.test(before)) continue;
      const { prefix, contentStart, contentEnd } = literalShape(tree, literal);
      const content = tree.text.slice(contentStart, contentEnd);
      if (!prefix.includes("r") && content.includes("\\"))
        return decline("the pattern is no raw text, so its backslashes cannot be told apart", "not-in-view");
      const edits = [...content.matchAll(NESTED)].flatMap(({ 0: whole, 1: open = "", 3: inner, 4: outer, index }) => {
        // A group that captures nothing in a round of its own would differ, and an escaped bracket opens none.
        if (/(^|[^\\])(\\\\)*\\$/.test(content.slice(0, index)) || /\\[1-9]/.test(content)) return [];
        if (inner === "*" && open === "(") return [];
        const end = contentStart + index + whole.length;
        return [{ start: end - 1, end, text: inner === "+" && outer === "*" ? "?" : "" }];
      });
      if (edits.length === 0) continue;
      return offer(tree, [
        {
          variant: "one-repetition",
          title: "Match the same texts in one way",
          rationale:
            "Two repetitions share out a text among each other in exponentially many ways, all of which are tried where the match fails; one has a single way.",
          edits,
        },
      ]);
    }
    return decline("no pattern with a repetition of one repeated character is at the place", "other-place");
  },
});

import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { builtText, openHoles, wrapText } from "#recipes/python-syntax/built-text.ts";
import { callArguments, callsNear, isCallOf, unwrap } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { localValue } from "#recipes/python-syntax/scope.ts";

const FUNCTIONS = ["compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub", "subn"].map(
  (name) => `re.${name}`,
);
const MEANT = /regex|regexp|pattern|\bre_|_re\b|rx\b/i;

export default defineRecipe({
  id: "python/cwe-1333-escaped-pattern",
  title: "Search for the text that was given, not for a pattern",
  languages: ["python"],
  cwes: ["CWE-1333", "CWE-400", "CWE-625"],
  review: "merge-after-review",
  description:
    "Wraps values in a regular expression that is put together from text and values, or taken from a request as a whole, in `re.escape`, so that they stand for themselves. Declines where names say " +
    "that a pattern is wanted from the caller, where a value lands in a character class, and for patterns of constants.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, FUNCTIONS)[0];
    const pattern = call === undefined ? undefined : callArguments(tree, call)?.[0];
    if (call === undefined || pattern === undefined || pattern.splat)
      return decline("no pattern is given to the re module at the place", "other-place");
    const re = useModule(tree, "re");
    if (re === undefined) return decline("the file uses the name re for something else", "name-taken");
    const template = builtText(tree, pattern.value);
    let before = "";
    for (const piece of template?.pieces ?? []) {
      if (piece.kind === "text") before += piece.value;
      else if (/\[[^\]]*$/.test(before)) return decline("a value lands in a character class");
      else if (/\{\d*,?$/.test(before)) return decline("a value says how often something repeats");
    }
    const written = unwrap(tree, pattern.value);
    const whole = kindOf(tree, written) === "identifier" ? (localValue(tree, written)?.value ?? written) : written;
    const wholes =
      /\b(request|self\.(get_(query_|body_)?argument)|req)\b/.test(textOf(tree, whole)) && !isCallOf(tree, whole, ["re.escape"])
        ? [written]
        : [];
    const nodes = template === undefined ? wholes : openHoles(tree, template, ["re.escape"]).map(({ node }) => node);
    const values = nodes.filter((node) => !/^[A-Z][A-Z0-9_]*$/.test(textOf(tree, node)));
    if (values.length === 0) return decline("no value from elsewhere is part of the pattern, or all are escaped", "already-safe");
    if (values.some((node) => MEANT.test(textOf(tree, node))))
      return decline("names here say that the caller is meant to give a pattern", "intent-unknown");
    return offer(tree, [
      {
        variant: "escape",
        title: "Escape the values of the pattern",
        rationale:
          "Every character of a value stands for itself, so it can neither widen what matches nor make the search take exponential time.",
        edits: [...re.edits, ...values.flatMap((node) => wrapText(tree, node, `${re.name}.escape`))],
        tradeOffs: { behaviour: "Wildcards and alternatives in a value are searched for as they are written." },
      },
    ]);
  },
});

import { kindOf, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, callsNear, isCallOf } from "#recipes/python-syntax/calls.ts";

const CLEANERS = [
  "html.escape",
  "markupsafe.escape",
  "flask.escape",
  "django.utils.html.escape",
  "werkzeug.utils.secure_filename",
  "re.escape",
  "shlex.quote",
  "bleach.clean",
  "nh3.clean",
];

export default defineRecipe({
  id: "python/cwe-180-normalise-first",
  title: "Normalise text before it is escaped",
  languages: ["python"],
  cwes: ["CWE-180", "CWE-176"],
  review: "merge-after-cursory-review",
  description:
    "Turns `unicodedata.normalize(form, escape(text))` into `escape(unicodedata.normalize(form, text))`: normal forms make brackets, quotes and slashes out of look-alikes, which must happen before " +
    "the escaping. Declines where the escaped text comes from a variable and where the escaping is none that is known.",
  propose({ tree, range }) {
    for (const outer of callsNear(tree, range, ["unicodedata.normalize"])) {
      const [form, cleaned, ...rest] = callArguments(tree, outer) ?? [];
      if (form === undefined || cleaned === undefined || rest.length > 0 || cleaned.name !== undefined || cleaned.splat) continue;
      if (kindOf(tree, cleaned.value) !== "call" || !isCallOf(tree, cleaned.value, CLEANERS)) continue;
      const first = callArguments(tree, cleaned.value)?.[0];
      if (first === undefined || first.splat || first.name !== undefined)
        return decline("what is escaped is not the first argument", "not-in-view");
      if (kindOf(tree, first.value) === "call" && isCallOf(tree, first.value, ["unicodedata.normalize"]))
        return decline("the text is normalised before the escaping as well", "already-safe");
      const inner = textOf(tree, first.value);
      const head = tree.text.slice(tree.starts[outer], tree.starts[cleaned.value]);
      const tail = tree.text.slice(tree.ends[cleaned.value], tree.ends[outer]);
      const escaped =
        tree.text.slice(tree.starts[cleaned.value], tree.starts[first.value]) +
        head +
        inner +
        tail +
        tree.text.slice(tree.ends[first.value], tree.ends[cleaned.value]);
      if (kindOf(tree, parentOf(tree, outer)) === "format_specifier") return decline("the call is part of a format");
      return offer(tree, [
        {
          variant: "normalise-first",
          title: "Escape what is normalised",
          rationale: "Characters that normalising turns into special ones are there when the escaping looks for them.",
          edits: [replaceNode(tree, outer, escaped)],
          tradeOffs: { behaviour: "Look-alikes of special characters are escaped or dropped too." },
        },
      ]);
    }
    return decline("no text is normalised right after its escaping at the place", "other-place");
  },
});

import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-377-created-temporary",
  title: "Let the system choose the name of a temporary file",
  languages: ["go"],
  cwes: ["CWE-377", "CWE-379"],
  review: "merge-after-review",
  description:
    'Makes the file by `os.CreateTemp("", "name-*.txt")` in place of `os.Create("/tmp/name.txt")`. Declines where the name is written a second time in the file, where `os.OpenFile` opens it, and for functions that are given the content.',
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["os.Create"]);
    const [path] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || path === undefined) return decline("no file is made by os.Create at the place", "other-place");
    const name = /^["`]\/(?:var\/)?tmp\/([\w.-]+)["`]$/u.exec(textOf(tree, path))?.[1];
    if (name === undefined || !kindOf(tree, path).endsWith("string_literal"))
      return decline("the file does not lie right below the folder for temporary files", "not-in-view");
    if (tree.text.split(textOf(tree, path)).length > 2) return decline("the name is used in other places too", "not-in-view");
    const pattern = name.includes(".") ? name.replace(/\.[^.]*$/u, (ending) => `-*${ending}`) : `${name}-*`;
    const owner = textOf(tree, childByField(tree, call, "function")).split(".")[0];
    return offer(tree, [
      {
        variant: "created",
        title: "Create a file with a name of its own",
        rationale: "Nobody can put a file or link there first, and nobody else can open it.",
        tradeOffs: { behaviour: "The file has another name each time; others learn it from Name() only." },
        edits: [replaceNode(tree, call, `${owner}.CreateTemp("", "${pattern}")`)],
      },
    ]);
  },
});

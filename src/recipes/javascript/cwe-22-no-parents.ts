import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** A pattern for `../` in its usual spellings. */
const PARENT = /^\/(?:\(\?:|\()?\^?\(?(?:\\\.|\[\.\]){2}(?:\\\/|\[\\?\/(?:\\\\)?\])\)?\+?\)?\/g?[a-z]*$/;

export default defineRecipe({
  id: "javascript/cwe-22-no-parents",
  title: "Steps to a parent folder are dropped whole",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-22", "CWE-182", "CWE-116"],
  review: "merge-after-review",
  description:
    "Replaces `name.replace(/\\.\\.\\//g, '')`, which leaves `../` behind where the parts of another one meet (`....//`), by splitting the path and dropping every part that is `..`. Declines for other patterns and other replacements.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const member = memberOf(tree, calleeOf(tree, call));
      if (member === undefined || !/^replace(?:All)?$/.test(member.property)) continue;
      const [pattern = NONE, by = NONE, ...more] = argumentsOf(tree, call);
      const searched = bare(tree, pattern);
      if (more.length > 0 || searched === NONE || stringValue(tree, by) !== "") continue;
      const parents =
        kindOf(tree, searched) === "regex" ? PARENT.test(textOf(tree, searched)) : stringValue(tree, searched) === "../";
      if (!parents) continue;
      const quote = quoteStyle(tree);
      const list = `.split(/[\\\\/]/).filter((part) => part !== ${quote}..${quote}).join(${quote}/${quote})`;
      return offer(tree, [
        {
          variant: "parts",
          title: "Drop every part that leads to the parent folder",
          rationale: "What is joined again holds no `..` as a part, whatever the text was, also with backslashes.",
          tradeOffs: {
            behaviour: "Texts with backslashes or with more than one kind of step give another value than before.",
            security: "An absolute path stays absolute, and links are followed: a check against the folder is stronger.",
          },
          edits: [replaceNode(tree, call, textOf(tree, member.object) + list)],
        },
      ]);
    }
    return decline("no step to a parent folder is replaced at the place", "other-place");
  },
});

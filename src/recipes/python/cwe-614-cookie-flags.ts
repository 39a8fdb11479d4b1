import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { appendArgument, callArguments, keywordArgument, methodName } from "#recipes/python-syntax/calls.ts";

const SETTING = /(^|["'.])(SESSION|CSRF|REMEMBER)_COOKIE_(SECURE|HTTPONLY)(["']\])?$/;

export default defineRecipe({
  id: "python/cwe-614-cookie-flags",
  title: "Protect cookies from scripts and plain connections",
  languages: ["python"],
  cwes: ["CWE-614", "CWE-1004"],
  review: "merge-after-cursory-review",
  description:
    'Gives `set_cookie` the arguments `secure=True`, `httponly=True` and `samesite="Lax"` that it lacks, and turns them on where they are False, as settings of Flask and Django ' +
    "too. Declines where all are given, where keywords are passed on, and where a value is computed.",
  propose({ tree, range }) {
    const option = {
      variant: "protected",
      title: "Send the cookie over TLS only and hide it from scripts",
      rationale:
        "A listener on the network does not see the cookie, scripts of the page cannot read it, and other sites' forms do not send it.",
      tradeOffs: { behaviour: "The cookie is not sent over plain HTTP, nor shown to scripts of the page." },
    };
    for (const call of nodesNear(tree, range, ["call"])) {
      if (methodName(tree, call) === "set_cookie" && !(callArguments(tree, call) ?? []).some((argument) => argument.splat)) {
        return offer(tree, [{ ...option, edits: flagEdits(tree, call) }]);
      }
      const off = (callArguments(tree, call) ?? []).filter(
        (argument) => SETTING.test(argument.name ?? "") && textOf(tree, argument.value) === "False",
      );
      if (off.length > 0)
        return offer(tree, [{ ...option, edits: off.map((argument) => replaceNode(tree, argument.value, "True")) }]);
    }
    for (const assignment of nodesNear(tree, range, ["assignment"])) {
      const value = childByField(tree, assignment, "right");
      if (SETTING.test(textOf(tree, childByField(tree, assignment, "left"))) && textOf(tree, value) === "False") {
        return offer(tree, [{ ...option, edits: [replaceNode(tree, value, "True")] }]);
      }
    }
    return decline("no cookie is set without protection at the place", "other-place");
  },
});

function flagEdits(tree: SyntaxTree, call: NodeId): TextEdit[] {
  const quote = quoteStyle(tree);
  const flags = [
    ["secure", "True"],
    ["httponly", "True"],
    ["samesite", `${quote}Lax${quote}`],
  ] as const;
  return flags.flatMap(([name, value]) => {
    const given = keywordArgument(tree, call, name);
    if (given === undefined) return [appendArgument(tree, call, `${name}=${value}`)];
    return ["False", "None"].includes(textOf(tree, given.value)) ? [replaceNode(tree, given.value, value)] : [];
  });
}

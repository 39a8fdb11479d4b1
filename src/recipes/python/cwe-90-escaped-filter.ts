import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { builtText, openHoles, wrapText } from "#recipes/python-syntax/built-text.ts";
import { callArguments, methodName } from "#recipes/python-syntax/calls.ts";
import { type ModuleUse, useMember } from "#recipes/python-syntax/imports.ts";
import { importsModule } from "#recipes/python-syntax/names.ts";

const SEARCHES = ["search", "search_s", "search_ext", "search_ext_s", "search_st"];
const SAFE = ["ldap.filter.escape_filter_chars", "ldap.filter.filter_format", "ldap3.utils.conv.escape_filter_chars"];
/** Value of an attribute: `(uid=…`, with fixed text in between. */
const IN_VALUE = /\([\w;.-]+(~|<|>|:[\w.:-]*)?=[^()]*$/;

export default defineRecipe({
  id: "python/cwe-90-escaped-filter",
  title: "Escape values in an LDAP filter",
  languages: ["python"],
  cwes: ["CWE-90"],
  review: "merge-after-cursory-review",
  description:
    "Wraps the values that are written into an LDAP filter, in the call of a search or in a variable set once before it, in `escape_filter_chars` of python-ldap or ldap3, whichever the file " +
    "imports. Declines where a value stands for more than the value of an attribute, such as a whole condition, and where the file imports neither library.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!SEARCHES.includes(methodName(tree, call) ?? "")) continue;
      for (const { value } of callArguments(tree, call) ?? []) {
        const template = builtText(tree, value);
        const holes = template === undefined ? [] : openHoles(tree, template, SAFE);
        if (template === undefined || !template.pieces.some((piece) => piece.kind === "text" && piece.value.includes("(")))
          continue;
        if (holes.length === 0) return decline("every value of the filter is escaped already", "already-safe");
        let before = "";
        for (const piece of template.pieces) {
          if (piece.kind === "hole" && !IN_VALUE.test(before))
            return decline(`\`${textOf(tree, piece.node)}\` stands for more than the value of an attribute`);
          before += piece.kind === "text" ? piece.value : "x";
        }
        const escape = escapeOf(tree);
        if (escape === undefined)
          return decline("neither ldap nor ldap3 is imported, or their escape_filter_chars has its name taken", "name-taken");
        return offer(tree, [
          {
            variant: "escape",
            title: "Escape the values of the filter",
            rationale:
              "Brackets, asterisks and backslashes of a value are written as codes, so it is compared as text and cannot change the filter.",
            edits: [
              ...escape.edits,
              ...holes.flatMap(({ node }): ReturnType<typeof wrapText> => wrapText(tree, node as NodeId, escape.name)),
            ],
            tradeOffs: { behaviour: "An asterisk in a value no longer matches any text." },
          },
        ]);
      }
    }
    return decline("no LDAP filter put together from values is at the place", "other-place");
  },
});

function escapeOf(tree: SyntaxTree): ModuleUse | undefined {
  if (importsModule(tree, "ldap3")) return useMember(tree, "ldap3.utils.conv", "escape_filter_chars");
  return importsModule(tree, "ldap") ? useMember(tree, "ldap.filter", "escape_filter_chars") : undefined;
}

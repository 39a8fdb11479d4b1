import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, functionOf, quoted } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "javascript/cwe-939-https-links",
  title: "Desktop opens https links only",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-939", "CWE-601"],
  review: "merge-after-review",
  description:
    "Puts a check before `shell.openExternal(link)` of Electron that refuses every scheme but `https:`, and what is no address. Declines for constants, for links that are computed in the call, where the scheme is looked at already, and where no statement can be put before the call.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const known = exportCalled(tree, call, ["electron"]) === "shell.openExternal";
      if (!known && textOf(tree, calleeOf(tree, call)) !== "shell.openExternal") continue;
      const link = bare(tree, argumentsOf(tree, call)[0] ?? NONE);
      if (link === NONE || !["identifier", "member_expression"].includes(kindOf(tree, link)))
        return decline("the link is a constant or is computed in the call", "already-safe");
      const around = functionOf(tree, call);
      if (/\.protocol\b|startsWith\(\s*["'`]https/.test(textOf(tree, around === NONE ? 0 : around)))
        return decline("the scheme of a link is looked at already", "already-safe");
      const place = placeBefore(tree, call);
      if (place === undefined) return decline("no statement can be put before the call");
      const condition = `new URL(${textOf(tree, link)}).protocol !== ${quoted("https:", quoteStyle(tree))}`;
      return offer(tree, [
        {
          variant: "https-only",
          title: "Refuse other schemes",
          rationale:
            "A link can no longer start programs of this machine through schemes such as file: or those of installed handlers.",
          tradeOffs: { behaviour: "Links with http:, mailto: and other schemes are no longer opened." },
          edits: precede(
            tree,
            place,
            guardLines(condition, refuseAt(tree, call, 400, "Only https links are opened", "Only https links are opened")),
          ),
        },
      ]);
    }
    return decline("no link is handed to the desktop at the place", "other-place");
  },
});

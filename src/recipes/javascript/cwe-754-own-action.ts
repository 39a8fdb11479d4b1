import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { bare, calleeOf, functionOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { readsRequest } from "#recipes/ecmascript-syntax/handlers.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "javascript/cwe-754-own-action",
  title: "Only actions that the table itself holds are called",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-754", "CWE-470"],
  review: "merge-after-cursory-review",
  description:
    "Refuses, before a call of `ACTIONS[name]` with a name of the request, a name that the object does not hold itself (`Object.hasOwn`), so that neither `constructor` nor a missing action is called. Declines where the name is looked at already, for tables that are computed, and where no statement can be put before the call.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const callee = calleeOf(tree, call);
      if (callee === NONE || kindOf(tree, callee) !== "subscript_expression") continue;
      const [table, name] = [bare(tree, childByField(tree, callee, "object")), bare(tree, childByField(tree, callee, "index"))];
      if (!["identifier", "member_expression"].includes(kindOf(tree, table)))
        return decline("the table of actions is computed", "not-in-view");
      if (!readsRequest(tree, valueOf(tree, name).value)) continue;
      const around = functionOf(tree, call);
      if (around === NONE || /hasOwn|\bin\b\s+[A-Z]|\.(?:includes|has)\(/.test(textOf(tree, around)))
        return decline("the name is looked at already", "already-safe");
      const place = placeBefore(tree, call);
      if (place === undefined) return decline("no statement can be put before the call");
      const condition = `!Object.hasOwn(${textOf(tree, table)}, ${textOf(tree, name)})`;
      return offer(tree, [
        {
          variant: "own",
          title: "Refuse names that the table does not hold",
          rationale:
            "What objects inherit, such as constructor, is no action, and a missing one is refused instead of ending the request with an error.",
          tradeOffs: { behaviour: "Methods that the table inherits from a class can no longer be called by name." },
          edits: precede(tree, place, guardLines(condition, refuseAt(tree, call, 404, "Unknown action", "Unknown action"))),
        },
      ]);
    }
    return decline("no action is called by a name of the request at the place", "other-place");
  },
});

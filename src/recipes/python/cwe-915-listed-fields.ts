import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, methodName } from "#recipes/python-syntax/calls.ts";
import { holdsHosts, holdsSchemes, unreadLists } from "#recipes/python-syntax/declared-lists.ts";

const FIELDS = /FIELD|ATTRIBUTE|ATTR|KEY|PROPERT|COLUMN|PARAM|SETTING|OPTION/;

export default defineRecipe({
  id: "python/cwe-915-listed-fields",
  title: "Change only the fields that are listed",
  languages: ["python"],
  cwes: ["CWE-915"],
  review: "merge-after-review",
  description:
    "Lets `record.update(changes)` take over only the fields of the one list of allowed fields that the file declares and never reads. Declines where no such list or more than one is declared, and for updates that are put together in the call.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const [changes, ...more] = methodName(tree, call) === "update" ? (callArguments(tree, call) ?? []) : [];
      if (changes === undefined || more.length > 0 || changes.splat || changes.name !== undefined) continue;
      if (kindOf(tree, changes.value) !== "identifier") return decline("the update is put together in the call", "not-in-view");
      const lists = unreadLists(tree).filter((list) => FIELDS.test(list.name) && !holdsHosts(list) && !holdsSchemes(list));
      const [list, ...others] = lists;
      if (list === undefined || others.length > 0)
        return decline("the file declares no list of allowed fields that nothing reads, or several", "intent-unknown");
      const holder = childByField(tree, calleeOf(tree, call), "object");
      if (holder === NONE) continue;
      const text = `{key: value for key, value in ${textOf(tree, changes.value)}.items() if key in ${list.name}}`;
      return offer(tree, [
        {
          variant: "listed",
          title: "Take over the listed fields only",
          rationale: "Whoever sends the changes can no longer set fields that the program keeps for itself.",
          edits: [replaceNode(tree, changes.value, text)],
          tradeOffs: { behaviour: `Fields that are not in \`${list.name}\` are left as they are.` },
        },
      ]);
    }
    return decline("no record is updated with the changes of another at the place", "other-place");
  },
});

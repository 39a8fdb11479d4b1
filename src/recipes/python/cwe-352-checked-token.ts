import { childByField, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { referenceNear } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";

const EXEMPT = "django.views.decorators.csrf.csrf_exempt";
const SETTING = /(^|["'.[])(WTF_CSRF_ENABLED|WTF_CSRF_CHECK_DEFAULT|CSRF_ENABLED)["'\]]*$/;

export default defineRecipe({
  id: "python/cwe-352-checked-token",
  title: "Check that a form was sent from the own site",
  languages: ["python"],
  cwes: ["CWE-352"],
  review: "merge-after-review",
  description:
    "Replaces Django's `csrf_exempt` by `csrf_protect`, which demands the token of the site's own forms, and turns Flask-WTF's `WTF_CSRF_ENABLED` and its relatives on. Declines where the " +
    "setting is computed or on already. Clients that are no browsers, such as webhooks, need a check of their own instead, for instance of a signature.",
  propose({ tree, range }) {
    const exempt = referenceNear(tree, range, [EXEMPT]);
    if (exempt !== undefined) {
      const attribute = kindOf(tree, exempt) === "attribute" ? childByField(tree, exempt, "attribute") : NONE;
      const use = attribute === NONE ? useMember(tree, "django.views.decorators.csrf", "csrf_protect", exempt) : undefined;
      if (attribute === NONE && use === undefined)
        return decline("the file uses the name csrf_protect for something else", "name-taken");
      return offer(tree, [
        {
          variant: "csrf-protect",
          title: "Demand the token of the site's forms",
          rationale: "Another site can make a browser send the form, but cannot know the token, so its requests are refused.",
          edits:
            use === undefined
              ? [replaceNode(tree, attribute, "csrf_protect")]
              : [...use.edits, replaceNode(tree, exempt, use.name)],
          tradeOffs: {
            behaviour: "Requests without the token, those of scripts and webhooks too, are answered with status 403.",
          },
        },
      ]);
    }
    for (const off of nodesNear(tree, range, ["false"])) {
      const owner = parentOf(tree, off);
      const field = { assignment: "left", keyword_argument: "name", pair: "key" }[kindOf(tree, owner)];
      if (field === undefined || !SETTING.test(textOf(tree, childByField(tree, owner, field)))) continue;
      return offer(tree, [
        {
          variant: "enabled",
          title: "Turn the protection on",
          rationale: "Flask-WTF then refuses forms that do not carry the token which only the site's own pages know.",
          edits: [replaceNode(tree, off, "True")],
          tradeOffs: { behaviour: "Forms must carry the field csrf_token; requests without it are answered with status 400." },
        },
      ]);
    }
    return decline("no protection against forged requests is turned off at the place", "other-place");
  },
});

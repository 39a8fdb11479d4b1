import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import {
  callArguments,
  calleeOf,
  keywordArgument,
  methodName,
  positionalArgument,
  unwrap,
} from "#recipes/python-syntax/calls.ts";
import { guardedStatement, linesBefore } from "#recipes/python-syntax/guard.ts";
import { foreignCheck, listedCheck } from "#recipes/python-syntax/redirect-target.ts";
import { mentions, scopeOf } from "#recipes/python-syntax/scope.ts";

const REDIRECTS = /(^|\.)(redirect|HttpResponseRedirect|HttpResponsePermanentRedirect|RedirectResponse|HTTPFound|HTTPSeeOther)$/;
const FIXED = /^(\w+\.)*(url_for|reverse|url_path_for|reverse_lazy)\(|^[A-Z][A-Z0-9_]*(\.get\(|\[|$)|^[fFrR]*["']\/[\w-]/;
const CHECKED = /url_has_allowed_host_and_scheme|is_safe_url|urlsplit|urlparse|netloc/;

export default defineRecipe({
  id: "python/cwe-601-local-redirect",
  title: "Redirect within the own site only",
  languages: ["python"],
  cwes: ["CWE-601"],
  review: "merge-after-review",
  description:
    "Checks the target of a redirect before it is used, and goes to `/` where it leads to another site: with Django's `url_has_allowed_host_and_scheme`, elsewhere only paths pass, without scheme and host, " +
    "without backslashes, which browsers read as slashes, and without control characters, which they drop. Declines for targets that are made of the site's own routes, and where a check is written already.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const value = targetOf(tree, call);
      if (value === undefined) continue;
      const target = unwrap(tree, value);
      const text = textOf(tree, target);
      if (FIXED.test(text) || (kindOf(tree, target) === "string" && !text.includes("{")))
        return decline("the target is one of the site's own", "already-safe");
      const scope = scopeOf(tree, call);
      if (CHECKED.test(textOf(tree, scope))) return decline("the code around checks addresses already", "already-safe");
      const statement = guardedStatement(tree, call);
      if (statement === undefined) return decline("no statement can be put before the redirect");
      const name =
        kindOf(tree, target) === "identifier"
          ? text
          : ["target", "location", "redirect_target"].find((free) => mentions(tree, scope, free).length === 0);
      if (name === undefined || enclosing(tree, call, ["function_definition"]) === NONE)
        return decline("no name is free for the target, or the redirect is not in a function", "name-taken");
      const check = foreignCheck(tree, name, quoteStyle(tree));
      if (check === undefined) return decline("the file uses the names that the check needs for something else", "name-taken");
      const mark = quoteStyle(tree);
      const own = name !== text;
      const guarded = (foreign: string): TextEdit[] => {
        const lines = [...(own ? [`${name} = ${text}`] : []), `if ${foreign}:`, `\t${name} = ${mark}/${mark}`];
        return [linesBefore(tree, statement, lines), ...(own ? [replaceNode(tree, value, name)] : [])];
      };
      const listed = listedCheck(tree, name, mark);
      return offer(tree, [
        {
          variant: "local-path",
          title: "Go to the start page instead of another site",
          rationale: "The browser stays on the site that the link named, so a link to it cannot lead to a copy elsewhere.",
          edits: [...check.edits, ...guarded(check.name)],
          tradeOffs: { behaviour: "Targets that name a host, the own one too, and missing targets lead to the start page." },
        },
        listed && {
          variant: "listed-hosts",
          title: "Follow listed hosts as well",
          rationale: "Paths of the own site and the hosts that whoever runs the site has listed are followed, nothing else.",
          edits: [...listed.edits, ...guarded(listed.name)],
          tradeOffs: {
            behaviour:
              "The environment variable ALLOWED_HOSTS must list the hosts, separated by blanks; others lead to the start page.",
            security: "A redirect that is open on a listed host can be reached from here.",
          },
        },
      ]);
    }
    return decline("no redirect to an address from elsewhere is at the place", "other-place");
  },
});

function targetOf(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  if (methodName(tree, call) === "send_header") {
    const header = positionalArgument(tree, call, 0);
    return header !== undefined && /^["']location["']$/i.test(textOf(tree, header.value))
      ? positionalArgument(tree, call, 1)?.value
      : undefined;
  }
  if (!REDIRECTS.test(textOf(tree, calleeOf(tree, call))) || (callArguments(tree, call) ?? []).some(({ splat }) => splat))
    return undefined;
  return (positionalArgument(tree, call, 0) ?? keywordArgument(tree, call, "url") ?? keywordArgument(tree, call, "location"))
    ?.value;
}

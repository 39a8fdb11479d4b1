import { kindOf, NONE, namedChildren, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { type Cookie, cookieOf } from "#recipes/ecmascript-syntax/cookies.ts";
import { propertyOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { indentationAt, insertAfter, quoteStyle, replaceNode, settleEdits, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

type Flags = readonly (readonly [name: string, value: string])[];

function edits(tree: SyntaxTree, cookie: Cookie, flags: Flags): TextEdit[] {
  const written = (list: Flags): string => list.map(([name, value]) => `${name}: ${value}`).join(", ");
  if (cookie.options === NONE) return [insertAfter(tree, cookie.after, cookie.wrap(`{ ${written(flags)} }`))];
  const found = flags.map(([name, value]) => ({ name, value, own: propertyOf(tree, cookie.options, name) }));
  const changed = found.flatMap(({ value, own }) =>
    own !== undefined && kindOf(tree, own.value) === "false" ? [replaceNode(tree, own.value, value)] : [],
  );
  const missing: Flags = found.filter(({ own }) => own === undefined).map(({ name, value }) => [name, value]);
  if (missing.length === 0) return changed;
  const entries = namedChildren(tree, cookie.options).filter((child) => kindOf(tree, child) !== "comment");
  const last = entries.at(-1);
  if (last === undefined) return [...changed, replaceNode(tree, cookie.options, `{ ${written(missing)} }`)];
  const separator = startsLine(tree, last) ? `,\n${indentationAt(tree.text, tree.starts[last] as number)}` : ", ";
  return [...changed, insertAfter(tree, last, missing.map(([name, value]) => `${separator}${name}: ${value}`).join(""))];
}

function option(
  tree: SyntaxTree,
  cookie: Cookie,
  variant: string,
  title: string,
  secure: string,
  behaviour: string,
): RecipeOption | undefined {
  const quote = quoteStyle(tree);
  const flags: Flags = [
    ["httpOnly", "true"],
    ["secure", secure],
    ["sameSite", `${quote}lax${quote}`],
  ];
  const settled = settleEdits(tree, edits(tree, cookie, flags));
  const rationale = "Scripts cannot read the cookie, it travels over TLS only, and other sites' requests do not carry it.";
  return settled.length === 0 ? undefined : { variant, title, rationale, edits: settled, tradeOffs: { behaviour } };
}

export default defineRecipe({
  id: "javascript/cwe-614-cookie-flags",
  title: "Cookie gets httpOnly, secure and sameSite",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-614", "CWE-1004", "CWE-1275"],
  review: "merge-after-cursory-review",
  description:
    "Adds the missing flags to `res.cookie`, `reply.setCookie`, `cookies.set`, express-session and cookie-session, and turns those that are false to true; flags set otherwise stay. Declines when the options are not in view or serve several cookies.",
  propose({ tree, range }): RecipeAnswer {
    let reason = "no call that sets a cookie at this place";
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const cookie = cookieOf(tree, call);
      if (cookie === undefined) continue;
      if (typeof cookie === "string") reason = cookie;
      else {
        const always = option(
          tree,
          cookie,
          "always",
          "Set the missing flags",
          "true",
          "The cookie is not sent over plain HTTP, nor to scripts of the page.",
        );
        if (always === undefined) return decline("the cookie has all its flags");
        const quote = quoteStyle(tree);
        const live = option(
          tree,
          cookie,
          "in-production",
          "Set the missing flags, `secure` in production only",
          `process.env.NODE_ENV === ${quote}production${quote}`,
          "Where NODE_ENV is not production, the cookie also travels over plain HTTP.",
        );
        const same = live === undefined || JSON.stringify(live.edits) === JSON.stringify(always.edits);
        return { kind: "options", options: same ? [always] : [always, live] };
      }
    }
    return decline(reason);
  },
});

import {
  descendants,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { bare, isFunction, parameterNames, propertyOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** A callback that takes every origin: `(origin, done) => done(null, true)`. */
const TAKES_ALL =
  /^(?:function\s*\w*\s*)?\(?\w+(?:\s*:[^,)]+)?,\s*(\w+)[^)]*\)?\s*(?:=>)?\s*\{?\s*(?:return\s+)?\1\(null,\s*true\);?\s*\}?$/;

function takesAll(tree: SyntaxTree, origin: NodeId): boolean {
  const plain = bare(tree, origin);
  if (kindOf(tree, plain) === "true" || stringValue(tree, plain) === "*") return true;
  return isFunction(tree, plain) && TAKES_ALL.test(textOf(tree, plain));
}

function optionsNear(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): NodeId[] {
  const inside = nodesNear(tree, range, ["object"]);
  const around = nodesNear(tree, range, ["pair"]).map((pair) => parentOf(tree, pair));
  return [...inside, ...around].filter((object) => propertyOf(tree, object, "origin") !== undefined);
}

export default defineRecipe({
  id: "javascript/cwe-942-listed-origins",
  title: "Calls with credentials come from listed origins only",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-942", "CWE-346"],
  review: "merge-after-review",
  description:
    "Replaces an `origin` that takes every site beside `credentials: true` by the list in the environment variable `ALLOWED_ORIGINS` (comma-separated; empty means none); a second option turns the credentials off instead. Declines when the origins are listed or computed, when no credentials are allowed, and for headers that are set by hand.",
  propose({ tree, range }) {
    for (const object of optionsNear(tree, range)) {
      const origin = propertyOf(tree, object, "origin")?.value ?? NONE;
      const credentials = propertyOf(tree, object, "credentials")?.value ?? NONE;
      if (credentials === NONE || kindOf(tree, credentials) !== "true" || !takesAll(tree, origin)) continue;
      if (namedChildren(tree, object).some((child) => kindOf(tree, child) === "spread_element"))
        return decline("other options are spread into these", "not-in-view");
      const quote = quoteStyle(tree);
      const listed = `(process.env.ALLOWED_ORIGINS ?? ${quote}${quote}).split(${quote},${quote}).filter(Boolean)`;
      const callback = isFunction(tree, bare(tree, origin)) ? bare(tree, origin) : NONE;
      const taken = callback === NONE ? NONE : (descendants(tree, callback, ["true"])[0] ?? NONE);
      const asked = callback === NONE ? "" : parameterNames(tree, callback)[0];
      if (callback !== NONE && (taken === NONE || asked === "")) return decline("the callback has no name for the origin");
      const edit =
        taken === NONE
          ? replaceNode(tree, origin, listed)
          : replaceNode(tree, taken, `${listed}.includes(${asked} ?? ${quote}${quote})`);
      return offer(tree, [
        {
          variant: "listed-origins",
          title: "Take the origins from ALLOWED_ORIGINS",
          rationale: "Only the sites that the operator names may call with the visitor's cookies and read the answers.",
          tradeOffs: { behaviour: "ALLOWED_ORIGINS must be set, comma-separated; until then no other site may call." },
          edits: [edit],
        },
        {
          variant: "no-credentials",
          title: "Allow every origin, but no credentials",
          rationale: "Other sites read what everybody may read, never what the visitor's cookies open.",
          tradeOffs: { behaviour: "Pages of other origins can no longer call on behalf of a signed-in visitor." },
          edits: [replaceNode(tree, credentials, "false")],
        },
      ]);
    }
    return decline("no options at the place allow credentials for every origin", "other-place");
  },
});

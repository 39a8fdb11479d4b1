import { childByField, kindOf, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { entriesNear } from "#recipes/ecmascript-syntax/entries.ts";
import { propertyOf, quoted, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { removeEntry } from "#recipes/ecmascript-syntax/removal.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const OLD_VERSION = /^(?:TLSv1|TLSv1\.1|SSLv3)$/;
const OLD_METHOD = /^(?:TLSv1|TLSv1_1|SSLv2|SSLv3|SSLv23)_(?:client_|server_)?method$/;
const CURRENT = "TLSv1.2";

function edits(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): TextEdit[] {
  const found: TextEdit[] = [];
  for (const { pair, key, value } of entriesNear(tree, range)) {
    const text = stringValue(tree, value) ?? "";
    const quote = textOf(tree, value)[0] as string;
    if (key === "minVersion" && OLD_VERSION.test(text)) found.push(replaceNode(tree, value, quoted(CURRENT, quote)));
    if (key === "secureProtocol" && OLD_METHOD.test(text)) {
      const own = propertyOf(tree, parentOf(tree, pair), "minVersion");
      found.push(own === undefined ? replaceNode(tree, pair, `minVersion: ${quoted(CURRENT, quote)}`) : removeEntry(tree, pair));
    }
  }
  for (const assignment of nodesNear(tree, range, ["assignment_expression"])) {
    const target = textOf(tree, childByField(tree, assignment, "left"));
    const value = childByField(tree, assignment, "right");
    if (!/\bDEFAULT_MIN_VERSION$|\.minVersion$/.test(target) || kindOf(tree, value) !== "string") continue;
    if (OLD_VERSION.test(stringValue(tree, value) ?? "")) found.push(replaceNode(tree, value, quoted(CURRENT, quoteStyle(tree))));
  }
  return found;
}

export default defineRecipe({
  id: "javascript/cwe-327-current-tls",
  title: "TLS starts at version 1.2",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-327", "CWE-326", "CWE-757"],
  review: "merge-after-cursory-review",
  description:
    "Raises `minVersion` and `tls.DEFAULT_MIN_VERSION` from SSL 3, TLS 1.0 or 1.1 to TLS 1.2, and puts `minVersion` in the place of a `secureProtocol` that names one of them. Declines when the version is computed, and for `maxVersion`.",
  propose({ tree, range }) {
    const found = edits(tree, range);
    if (found.length === 0) return decline("no outdated TLS version is named as a text at the place", "other-place");
    return offer(tree, [
      {
        variant: "from-1-2",
        title: "Speak TLS 1.2 or newer",
        rationale: "SSL 3, TLS 1.0 and TLS 1.1 have known breaks and are deprecated (RFC 8996).",
        tradeOffs: { behaviour: "Peers that know no newer version than TLS 1.1 can no longer connect." },
        edits: found,
      },
    ]);
  },
});

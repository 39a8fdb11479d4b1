import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const METHOD = /^(?:SSLv[23]|TLSv1(?:_1)?)_((?:client_|server_)?method)$/u;
const VERSION = /^(?:SSL[23]|TLS1|TLS1_1)_VERSION$/u;
const CURL = /^CURL_SSLVERSION_(?:SSLv[23]|TLSv1_[01])$/u;

export default defineRecipe({
  id: "c/cwe-327-current-tls",
  title: "Speak TLS 1.2 or later",
  languages: ["c", "cpp"],
  cwes: ["CWE-327", "CWE-326"],
  review: "merge-after-review",
  description:
    "Replaces the methods of OpenSSL that speak one outdated version by `TLS_method` and its kin, and outdated versions that are set for OpenSSL or libcurl by TLS 1.2. Declines where a version is only compared.",
  propose({ tree, range }) {
    const edits = nodesNear(tree, range, ["identifier"]).flatMap((node) => {
      const name = textOf(tree, node);
      const method = METHOD.exec(name)?.[1];
      if (method !== undefined) return [replaceNode(tree, node, `TLS_${method}`)];
      const around = tree.text.slice(Math.max(0, (tree.starts[node] as number) - 120), tree.starts[node]);
      if (VERSION.test(name) && /proto_version\s*\([^;]*$/u.test(around)) return [replaceNode(tree, node, "TLS1_2_VERSION")];
      return CURL.test(name) && /curl_easy_setopt\s*\([^;]*$/u.test(around)
        ? [replaceNode(tree, node, "CURL_SSLVERSION_TLSv1_2")]
        : [];
    });
    if (edits.length === 0) return decline("no outdated version is chosen at the place", "other-place");
    return offer(tree, [
      {
        variant: "current",
        title: "Take TLS 1.2 as the least version",
        rationale: "Both sides take the newest version that they know, and none that is broken.",
        tradeOffs: { behaviour: "Other sides that speak nothing newer can no longer connect." },
        edits,
      },
    ]);
  },
});

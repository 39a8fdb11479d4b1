import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { referenceNear } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";

const OLD_PROTOCOLS = ["SSLv2", "SSLv3", "TLSv1", "TLSv1_1"].map((name) => `ssl.PROTOCOL_${name}`);
const OLD_VERSIONS = ["SSLv3", "TLSv1", "TLSv1_1", "MINIMUM_SUPPORTED"].map((name) => `ssl.TLSVersion.${name}`);

export default defineRecipe({
  id: "python/cwe-327-current-tls",
  title: "Speak TLS 1.2 or newer",
  languages: ["python"],
  cwes: ["CWE-327", "CWE-326"],
  review: "merge-after-cursory-review",
  description:
    "Replaces SSL 2 and 3, TLS 1.0 and 1.1 by TLS 1.2, as `ssl.PROTOCOL_…` and as `ssl.TLSVersion.…` of a context's lower bound. Declines for the versions that are still sound and where a " +
    "version is compared or named in an upper bound, where raising it would shut newer versions out.",
  propose({ tree, range }) {
    const node = referenceNear(tree, range, [...OLD_PROTOCOLS, ...OLD_VERSIONS]);
    if (node === undefined) return decline("no outdated version of TLS is named at the place", "other-place");
    const statement = tree.text.slice(tree.text.lastIndexOf("\n", tree.starts[node] as number) + 1, tree.starts[node]);
    if (/maximum_version|==|!=|[<>]/.test(statement))
      return decline("the version is compared or is an upper bound", "already-safe");
    const option = {
      variant: "tls-1-2",
      title: "Ask for TLS 1.2",
      rationale:
        "The older versions have known breaks that let a listener read or change what is sent; none is known for TLS 1.2.",
      tradeOffs: { behaviour: "Peers that speak nothing newer than TLS 1.1 can no longer connect." },
    };
    if (kindOf(tree, node) === "attribute") {
      const name = childByField(tree, node, "attribute");
      const current = textOf(tree, name).startsWith("PROTOCOL_") ? "PROTOCOL_TLSv1_2" : "TLSv1_2";
      return offer(tree, [{ ...option, edits: [replaceNode(tree, name, current)] }]);
    }
    const use = useMember(tree, "ssl", "PROTOCOL_TLSv1_2", node);
    return offer(tree, [use && { ...option, edits: [...use.edits, replaceNode(tree, node, use.name)] }]);
  },
});

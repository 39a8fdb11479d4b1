import { enclosing, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { calleeOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { importedModules, useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const ADDRESS = /^["'`](https?|wss?):\/\/([a-z0-9.-]+)(:\d+|:\$\{)?/i;
/** Hosts of the same machine or network, where nothing need speak TLS (RFC 1918, RFC 2606, RFC 6761, RFC 6762, RFC 8375). */
const NEAR =
  /^(?:localhost|[^.]+|.*\.(?:localhost|local|internal|test|invalid|lan|arpa)|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|169\.254\..*|0\.0\.0\.0)$/i;
/** Hosts whose addresses with `http` name formats and are not called. */
const NAMESPACE = /^(?:www\.)?(?:w3\.org|schemas\.[\w.]+|xmlns\.[\w.]+|purl\.org|ns\.adobe\.com|json-schema\.org)$/i;

/** The call of `http.get` or `http.request` around the address has to come from `https`. */
function switchModule(tree: SyntaxTree, literal: NodeId): TextEdit[] | string {
  const call = enclosing(tree, literal, ["call_expression", "statement_block"]);
  if (call === NONE || kindOf(tree, call) !== "call_expression") return [];
  const name = exportCalled(tree, call, ["http"]);
  if (name === undefined) return [];
  if (!/^(?:get|request)$/.test(name)) return "the http module serves this call";
  const callee = calleeOf(tree, call);
  if (kindOf(tree, callee) !== "member_expression" && importedModules(tree).has("https"))
    return "the functions of http and https would share a name";
  const secure = useExport(tree, callee, { module: "https", exported: name, as: "module" });
  return [...secure.edits, replaceNode(tree, callee, secure.text)];
}

export default defineRecipe({
  id: "javascript/cwe-319-https-address",
  title: "Address is called over TLS",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-319", "CWE-311"],
  review: "merge-after-review",
  description:
    "Turns `http:` and `ws:` in the literal address of a public host into `https:` and `wss:`, and `http.get` into `https.get` with it. Declines for hosts of the same machine or network, for addresses with a port, which another service may hold, and for names of formats that are no address.",
  propose({ tree, range }) {
    let reason = "no address with http: or ws: is written at the place";
    for (const literal of nodesNear(tree, range, ["string", "template_string"])) {
      const [, scheme = "", host = "", port] = ADDRESS.exec(textOf(tree, literal)) ?? [];
      if (!/^(?:http|ws)$/i.test(scheme)) continue;
      if (NEAR.test(host)) reason = "the host is of the same machine or network";
      else if (NAMESPACE.test(host)) reason = "the address names a format and is not called";
      else if (port !== undefined) reason = "another service may hold the port";
      else {
        const module = switchModule(tree, literal);
        if (typeof module === "string") return decline(module);
        const end = (tree.starts[literal] as number) + 1 + scheme.length;
        return offer(tree, [
          {
            variant: "tls",
            title: `Call ${host} over TLS`,
            rationale: "Nobody on the path can read or change what is sent, and the host proves who it is.",
            tradeOffs: { behaviour: "The host must answer on TLS with a valid certificate." },
            edits: [insertAt(end, "s"), ...module],
          },
        ]);
      }
    }
    return decline(reason);
  },
});

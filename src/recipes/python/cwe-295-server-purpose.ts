import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, callsNear } from "#recipes/python-syntax/calls.ts";

export default defineRecipe({
  id: "python/cwe-295-server-purpose",
  title: "Check the certificate of the server that is called",
  languages: ["python"],
  cwes: ["CWE-295", "CWE-297"],
  review: "merge-after-review",
  description:
    "Turns `Purpose.CLIENT_AUTH`, which is for servers and checks no certificate, into `Purpose.SERVER_AUTH` in `ssl.create_default_context`. Declines where the file makes a server of the context (`server_side`, `start_server`, `listen`, a certificate chain).",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["ssl.create_default_context"])[0];
    if (call === undefined) return decline("no TLS context is made at the place", "other-place");
    const purpose = callArguments(tree, call)?.find(({ value }) => /(?:^|\.)CLIENT_AUTH$/.test(textOf(tree, value)));
    if (purpose === undefined) return decline("the context checks the certificates of servers", "already-safe");
    if (/server_side\s*=\s*True|\bstart_server\b|\.listen\(|load_cert_chain|HTTPServer\b/.test(tree.text))
      return decline("the file serves connections, for which this purpose is right", "intent-unknown");
    const text = textOf(tree, purpose.value);
    return offer(tree, [
      {
        variant: "server-auth",
        title: "Make the context for calling servers",
        rationale: "A context for servers accepts every certificate; this one checks the chain and the name of the host.",
        tradeOffs: { behaviour: "Servers with an invalid certificate, or one of another host, are refused." },
        edits: [replaceNode(tree, purpose.value, text.replace(/CLIENT_AUTH$/, "SERVER_AUTH"))],
      },
    ]);
  },
});

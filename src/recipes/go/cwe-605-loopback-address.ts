import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-605-loopback-address",
  title: "Listen for programs of this machine only",
  languages: ["go"],
  cwes: ["CWE-605", "CWE-668"],
  review: "merge-after-review",
  description:
    "Listens on `127.0.0.1` in place of every address of the machine, in `net.Listen`, `net.ListenPacket` and `tls.Listen`. Declines where the address is no plain text, or names one.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["net.Listen", "net.ListenPacket", "tls.Listen"]);
    const address = call === undefined ? undefined : argumentsOf(tree, call)[1];
    if (address === undefined) return decline("nobody listens at the place", "other-place");
    const port = /^"(?:0\.0\.0\.0|\[::\])?(:\d+)"$/u.exec(textOf(tree, address))?.[1];
    if (port === undefined) return decline("the address is computed, or names one of the machine's", "already-safe");
    return offer(tree, [
      {
        variant: "loopback",
        title: "Listen on 127.0.0.1",
        rationale: "Only programs of the same machine reach it, such as a server in front of it.",
        tradeOffs: { behaviour: "Other machines no longer reach it: keep the address where they have to." },
        edits: [replaceNode(tree, address, `"127.0.0.1${port}"`)],
      },
    ]);
  },
});

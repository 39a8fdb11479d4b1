import { childByField, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, calledName, quoted, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";

const LOOPBACK: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1", "[::]": "::1" };

export default defineRecipe({
  id: "javascript/cwe-605-loopback-address",
  title: "Listen on the loopback address",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-605", "CWE-668"],
  review: "merge-after-review",
  description:
    "Turns the literal address `0.0.0.0` or `::` in `listen` or `bind` into that of the loopback interface; a second option reads the address from the environment variable HOST. Declines for computed addresses and for calls that name none.",
  propose({ tree, range }) {
    for (const text of nodesNear(tree, range, ["string"])) {
      const address = LOOPBACK[stringValue(tree, text) ?? ""];
      const call = enclosing(tree, text, ["call_expression"]);
      if (address === undefined || call === NONE || !["listen", "bind"].includes(calledName(tree, call))) continue;
      const pair = enclosing(tree, text, ["pair", "call_expression"]);
      const named =
        kindOf(tree, pair) === "pair" && /^["']?(?:host|address)\b/.test(textOf(tree, childByField(tree, pair, "key")));
      if (!named && !argumentsOf(tree, call).includes(text)) continue;
      const quote = quoteStyle(tree);
      return offer(tree, [
        {
          variant: "loopback",
          title: "Listen for this machine only",
          rationale:
            "Only programs of the same machine reach the service; a proxy in front of it decides what comes from outside.",
          tradeOffs: { behaviour: "Other machines, and ports published by a container, no longer reach the service directly." },
          edits: [replaceNode(tree, text, quoted(address, quote))],
        },
        {
          variant: "environment",
          title: "Listen where the environment says, else on this machine",
          rationale: "Whoever runs the service opens it by the variable HOST; nobody else does by accident.",
          tradeOffs: { behaviour: "The variable HOST must be set where other machines are to reach the service." },
          edits: [replaceNode(tree, text, `process.env.HOST ?? ${quoted(address, quote)}`)],
        },
      ]);
    }
    return decline("no call that listens on every address is at the place", "other-place");
  },
});

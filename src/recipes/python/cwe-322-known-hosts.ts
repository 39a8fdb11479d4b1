import { childByField, kindOf, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { enclosingStatement, indentationAt, insertAt, lineStartAt, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { calleeOf, isNamed, methodName, positionalArgument } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";
import { scopeOf } from "#recipes/python-syntax/scope.ts";

const TRUSTING = ["AutoAddPolicy", "WarningPolicy"].flatMap((name) => [`paramiko.${name}`, `paramiko.client.${name}`]);

export default defineRecipe({
  id: "python/cwe-322-known-hosts",
  title: "Refuse SSH hosts that are not known",
  languages: ["python"],
  cwes: ["CWE-322", "CWE-295", "CWE-297"],
  review: "merge-after-review",
  description:
    "Replaces Paramiko's `AutoAddPolicy` and `WarningPolicy` by `RejectPolicy` and loads the known hosts of the system where the function does not load any. Declines for policies of the " +
    "project's own and where the policy is not set by a statement of its own line. Hosts must then be in the known_hosts file of the account.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const policy =
        methodName(tree, call) === "set_missing_host_key_policy" ? positionalArgument(tree, call, 0)?.value : undefined;
      if (policy === undefined) continue;
      const named = kindOf(tree, policy) === "call" ? calleeOf(tree, policy) : policy;
      if (!isNamed(tree, named, TRUSTING))
        return decline("the policy refuses unknown hosts already, or is the project's own", "already-safe");
      const statement = enclosingStatement(tree, call);
      if (!startsLine(tree, statement) || kindOf(tree, parentOf(tree, call)) !== "expression_statement")
        return decline("the policy is not set by a statement of its own line");
      const use =
        kindOf(tree, named) === "attribute" ? { name: "", edits: [] } : useMember(tree, "paramiko", "RejectPolicy", named);
      if (use === undefined) return decline("the file uses the name RejectPolicy for something else", "name-taken");
      const replaced =
        kindOf(tree, named) === "attribute"
          ? replaceNode(tree, childByField(tree, named, "attribute"), "RejectPolicy")
          : replaceNode(tree, named, use.name);
      const start = tree.starts[statement] as number;
      const client = textOf(tree, childByField(tree, calleeOf(tree, call), "object"));
      const loads = /load_(system_)?host_keys\(/.test(textOf(tree, scopeOf(tree, call)));
      const load = loads
        ? []
        : [insertAt(lineStartAt(tree.text, start), `${indentationAt(tree.text, start)}${client}.load_system_host_keys()\n`)];
      return offer(tree, [
        {
          variant: "known-hosts",
          title: "Connect to known hosts only",
          rationale: "A host whose key is not known is refused, so nobody between can pose as it on the first connection.",
          edits: [...use.edits, ...load, replaced],
          tradeOffs: { behaviour: "Connections to hosts that are missing in known_hosts raise SSHException." },
        },
      ]);
    }
    return decline("no policy for unknown SSH hosts is set at the place", "other-place");
  },
});

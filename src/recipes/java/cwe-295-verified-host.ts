import { childByField, kindOf, namedChildren, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { enclosingStatement, lineEndAt, lineStartAt, removeRange, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, callsNear, importEdit } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-295-verified-host",
  title: "Verify the name of the host",
  languages: ["java"],
  cwes: ["CWE-295", "CWE-297"],
  review: "merge-after-review",
  description:
    "Removes the statement that sets a verifier which lets every host pass, so that the standard one counts, and replaces `NoopHostnameVerifier.INSTANCE` by a `DefaultHostnameVerifier`. Declines where the verifier does more than say yes.",
  propose({ tree, range }) {
    const option = {
      variant: "verified",
      title: "Verify host names",
      rationale: "A certificate counts only for the host that it names.",
      tradeOffs: { behaviour: "Hosts that are called by other names than their certificates hold are refused." },
    };
    const noop = nodesNear(tree, range, ["field_access"]).find((node) => textOf(tree, node) === "NoopHostnameVerifier.INSTANCE");
    if (noop !== undefined) {
      const header = importEdit(tree, "org.apache.http.conn.ssl.DefaultHostnameVerifier");
      if (!tree.text.includes("org.apache.http.conn.ssl."))
        return decline("which library the verifier is of is not written here", "not-in-view");
      return offer(tree, [
        {
          ...option,
          edits: [...(header === undefined ? [] : [header]), replaceNode(tree, noop, "new DefaultHostnameVerifier()")],
        },
      ]);
    }
    const [call] = callsNear(tree, range, ["setHostnameVerifier", "setDefaultHostnameVerifier"]);
    const [verifier] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || verifier === undefined) return decline("no verifier is set at the place", "other-place");
    if (!saysYes(tree, verifier)) return decline("the verifier does more than say yes", "too-involved");
    const statement = enclosingStatement(tree, call);
    if (
      statement < 0 ||
      !startsLine(tree, statement) ||
      kindOf(tree, statement) !== "expression_statement" ||
      namedChildren(tree, statement)[0] !== call
    )
      return decline("the call is part of a longer statement", "too-involved");
    const start = lineStartAt(tree.text, tree.starts[statement] as number);
    const end = lineEndAt(tree.text, tree.ends[statement] as number);
    return offer(tree, [{ ...option, edits: [removeRange(start, end)] }]);
  },
});

function saysYes(tree: SyntaxTree, node: NodeId): boolean {
  if (kindOf(tree, node) !== "lambda_expression") return false;
  return textOf(tree, childByField(tree, node, "body")) === "true";
}

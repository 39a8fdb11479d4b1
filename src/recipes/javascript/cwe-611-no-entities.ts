import { kindOf, NONE, type NodeId, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, propertyOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const LIBRARIES = ["libxmljs", "libxmljs2", "libxmljs3"];
/** What each option must be. */
const WANTED: Readonly<Record<string, "true" | "false">> = {
  noent: "false",
  replaceEntities: "false",
  dtdload: "false",
  dtdattr: "false",
  huge: "false",
  nonet: "true",
};

function optionsOf(tree: SyntaxTree, call: NodeId): NodeId | string {
  const { value, binding } = valueOf(tree, bare(tree, argumentsOf(tree, call)[1] ?? NONE));
  if (value === NONE || kindOf(tree, value) !== "object") return "the options of the parser are not in view";
  return binding !== undefined && usesOf(tree, binding).length > 1 ? "the options serve other calls too" : value;
}

export default defineRecipe({
  id: "javascript/cwe-611-no-entities",
  title: "XML parser leaves entities alone",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-611", "CWE-776", "CWE-827"],
  review: "merge-after-cursory-review",
  description:
    "Turns `noent`, `replaceEntities`, `dtdload`, `dtdattr` and `huge` off and `nonet` on in the options of libxmljs. Declines when the options are not in view, are computed or serve other calls.",
  propose({ tree, range }) {
    let reason = "no XML parser at the place expands entities";
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (!/^parseXml(?:String|Async)?$/.test(exportCalled(tree, call, LIBRARIES) ?? "") || parentOf(tree, call) === NONE)
        continue;
      const options = optionsOf(tree, call);
      if (typeof options === "string") {
        reason = options;
        continue;
      }
      const edits = Object.entries(WANTED).flatMap(([name, wanted]) => {
        const value = bare(tree, propertyOf(tree, options, name)?.value ?? NONE);
        const wrong = value !== NONE && ["true", "false"].includes(kindOf(tree, value)) && kindOf(tree, value) !== wanted;
        return wrong ? [replaceNode(tree, value, wanted)] : [];
      });
      if (edits.length === 0) continue;
      return offer(tree, [
        {
          variant: "no-entities",
          title: "Do not expand what the document declares",
          rationale: "A document can no longer read local files, reach internal hosts or grow without bound.",
          tradeOffs: { behaviour: "Entities that documents declare themselves stay unexpanded." },
          edits,
        },
      ]);
    }
    return decline(reason);
  },
});

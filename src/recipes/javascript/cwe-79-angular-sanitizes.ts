import { childByField, kindOf, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { importedModules } from "#recipes/ecmascript-syntax/imports.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SIMPLE = ["identifier", "member_expression", "call_expression", "string", "template_string", "subscript_expression"];

function standsAlone(tree: SyntaxTree, call: NodeId, value: NodeId): boolean {
  const around = kindOf(tree, parentOf(tree, call));
  return (
    SIMPLE.includes(kindOf(tree, value)) ||
    !["member_expression", "binary_expression", "as_expression", "await_expression"].includes(around)
  );
}

export default defineRecipe({
  id: "javascript/cwe-79-angular-sanitizes",
  title: "Angular sanitizes what it binds",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-79", "CWE-80"],
  review: "merge-after-review",
  description:
    "Replaces `bypassSecurityTrustHtml(value)`, and those for styles and addresses, by the value, which Angular then sanitizes where it is bound. Declines for scripts and resource addresses, which Angular refuses to bind unless they are trusted, for constants and sanitized values, and outside files that import Angular.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const trusted = /^bypassSecurityTrust(\w+)$/.exec(memberOf(tree, calleeOf(tree, call))?.property ?? "")?.[1];
      const [value, ...more] = argumentsOf(tree, call);
      if (trusted === undefined || value === undefined || more.length > 0) continue;
      if (![...importedModules(tree)].some((module) => module.startsWith("@angular/")))
        return decline("the file does not import Angular");
      if (!["Html", "Style", "Url"].includes(trusted))
        return decline("Angular refuses to bind this kind of value unless it is trusted");
      const plain = bare(tree, value);
      if (kindOf(tree, plain) === "string") return decline("the value is a constant");
      if (kindOf(tree, plain) === "call_expression" && /sanitize|escape/i.test(calledName(tree, plain)))
        return decline("the value is sanitized already");
      const text = textOf(tree, value);
      const inner = childByField(tree, call, "arguments");
      return offer(tree, [
        {
          variant: "plain-value",
          title: "Bind the plain value",
          rationale: "Angular drops scripts and handlers from what is bound as HTML, style or address.",
          tradeOffs: { behaviour: "Markup that Angular does not deem harmless vanishes from the page." },
          edits: [replaceNode(tree, call, standsAlone(tree, call, plain) && inner !== call ? text : `(${text})`)],
        },
      ]);
    }
    return decline("no value is trusted past Angular's sanitizer at the place");
  },
});

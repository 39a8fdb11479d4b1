import { childByField, kindOf, type NodeId, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf, endsWithSemicolons, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { addStatement, importedModules, useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { moduleBindings } from "#recipes/ecmascript-syntax/modules.ts";
import { bindingsNamed } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, insertBefore, quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const CORE = "@angular/core";
/** Contexts by what a value was trusted as. */
const CONTEXTS: Readonly<Record<string, string>> = { Html: "HTML", Style: "STYLE", Url: "URL" };
/** Parents in which `a ?? b` needs no parentheses. */
const LOOSE = ["assignment_expression", "variable_declarator", "return_statement", "arrow_function", "arguments", "pair"];

function useContext(tree: SyntaxTree, at: NodeId): { text: string; edits: readonly TextEdit[] } | undefined {
  const known = moduleBindings(tree, (module) => module === CORE);
  if (known.length > 0) return useExport(tree, at, { module: CORE, exported: "SecurityContext", as: "name" });
  if (bindingsNamed(tree, "SecurityContext").length > 0) return undefined;
  const quote = quoteStyle(tree);
  const statement = `import { SecurityContext } from ${quote}${CORE}${quote}${endsWithSemicolons(tree) ? ";" : ""}`;
  return { text: "SecurityContext", edits: [addStatement(tree, statement)] };
}

export default defineRecipe({
  id: "javascript/cwe-79-angular-sanitizes",
  title: "Angular sanitizes the value instead of trusting it",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-79", "CWE-80"],
  review: "merge-after-review",
  description:
    'Turns `bypassSecurityTrustHtml(value)`, and those for styles and addresses, into `sanitize(SecurityContext.HTML, value) ?? ""`. Declines for scripts and resource addresses, which Angular refuses to bind unless they are trusted, for constants and sanitized values, and outside files that import Angular.',
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const callee = calleeOf(tree, call);
      const trusted = /^bypassSecurityTrust(\w+)$/.exec(memberOf(tree, callee)?.property ?? "")?.[1];
      const [value, ...more] = argumentsOf(tree, call);
      if (trusted === undefined || value === undefined || more.length > 0 || kindOf(tree, callee) !== "member_expression")
        continue;
      const kind = CONTEXTS[trusted];
      if (![...importedModules(tree)].some((module) => module.startsWith("@angular/")))
        return decline("the file does not import Angular", "other-place");
      if (kind === undefined) return decline("Angular refuses to bind this kind of value unless it is trusted", "intent-unknown");
      const plain = bare(tree, value);
      if (kindOf(tree, plain) === "string") return decline("the value is a constant", "already-safe");
      if (kindOf(tree, plain) === "call_expression" && /sanitize|escape/i.test(calledName(tree, plain)))
        return decline("the value is sanitized already", "already-safe");
      const context = useContext(tree, call);
      if (context === undefined) return decline("the file uses the name SecurityContext for something else", "name-taken");
      const quote = quoteStyle(tree);
      const loose = LOOSE.includes(kindOf(tree, parentOf(tree, call)));
      return offer(tree, [
        {
          variant: "sanitize",
          title: "Let Angular sanitize the value",
          rationale: "Angular drops scripts and handlers from the value before it is bound as HTML, style or address.",
          tradeOffs: { behaviour: "Markup that Angular does not deem harmless vanishes from the page." },
          edits: [
            ...context.edits,
            ...(loose ? [] : [insertBefore(tree, call, "(")]),
            replaceNode(tree, childByField(tree, callee, "property"), "sanitize"),
            insertBefore(tree, value, `${context.text}.${kind}, `),
            insertAfter(tree, call, ` ?? ${quote}${quote}${loose ? "" : ")"}`),
          ],
        },
      ]);
    }
    return decline("no value is trusted past Angular's sanitizer at the place", "other-place");
  },
});

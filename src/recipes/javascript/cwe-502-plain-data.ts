import { kindOf, NONE, namedChildren, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf, propertyOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { bindingOf, moduleBindings } from "#recipes/ecmascript-syntax/modules.ts";
import { removeEntry, removeStatement } from "#recipes/ecmascript-syntax/removal.ts";
import { resolve, usesOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { removeRange, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SERIALIZERS = ["node-serialize"];
const YAML = ["js-yaml"];

/** Removes the import of a library whose only use goes. */
function unimport(tree: SyntaxTree, callee: number): TextEdit[] {
  const bindings = moduleBindings(tree, (module) => SERIALIZERS.includes(module));
  const root = memberOf(tree, callee)?.object ?? callee;
  const binding = bindingOf(tree, root, bindings);
  const declared = binding === undefined ? undefined : resolve(tree, root, binding.local);
  if (binding === undefined || declared === undefined || usesOf(tree, declared).length > 1) return [];
  const declarators = namedChildren(tree, binding.statement).filter((child) => kindOf(tree, child) === "variable_declarator");
  if (declarators.length > 1) return [];
  const alone = binding.clause === NONE || namedChildren(tree, binding.clause).length === 1;
  return alone ? [removeStatement(tree, binding.statement)] : [removeEntry(tree, binding.entry)];
}

/** Leaves the schema of js-yaml 4 out, whose default is plain, and names the plain one of js-yaml 3. */
function plainSchema(tree: SyntaxTree, call: number): TextEdit[] | undefined {
  const options = bare(tree, argumentsOf(tree, call)[1] ?? NONE);
  const schema = propertyOf(tree, options, "schema");
  if (schema === undefined) return undefined;
  const text = textOf(tree, schema.value);
  if (/\bDEFAULT_FULL_SCHEMA$/.test(text))
    return memberOf(tree, bare(tree, schema.value)) === undefined
      ? undefined
      : [replaceNode(tree, schema.value, text.replace(/DEFAULT_FULL_SCHEMA$/, "DEFAULT_SAFE_SCHEMA"))];
  if (!/\bDEFAULT_SCHEMA\.extend\(|(?:^|\.)unsafe$/.test(text)) return undefined;
  const only = namedChildren(tree, options).length === 1;
  if (!only) return [removeEntry(tree, schema.pair)];
  const first = argumentsOf(tree, call)[0] as number;
  return [removeRange(tree.ends[first] as number, tree.ends[options] as number)];
}

export default defineRecipe({
  id: "javascript/cwe-502-plain-data",
  title: "Data is read without the means to run code",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-502"],
  review: "merge-after-review",
  description:
    "Turns `unserialize` of node-serialize into `JSON.parse`, which reads the same format without its functions, and takes the schemas that build functions away from `load` of js-yaml. Declines for libraries whose format is not JSON, and for schemas that are chosen elsewhere.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const callee = calleeOf(tree, call);
      const rationale = "The data can no longer carry functions that run when it is read.";
      if (
        exportCalled(tree, call, SERIALIZERS) === "unserialize" &&
        argumentsOf(tree, call).length === 1 &&
        parentOf(tree, call) !== NONE
      )
        return offer(tree, [
          {
            variant: "json",
            title: "Read the data as JSON",
            rationale,
            tradeOffs: { behaviour: "Functions that were serialized with the data come back as text." },
            edits: [replaceNode(tree, callee, "JSON.parse"), ...unimport(tree, callee)],
          },
        ]);
      if (!/^(?:load|loadAll)$/.test(exportCalled(tree, call, YAML) ?? "")) continue;
      const edits = plainSchema(tree, call);
      if (edits === undefined) continue;
      return offer(tree, [
        {
          variant: "plain-schema",
          title: "Read YAML with a plain schema",
          rationale,
          tradeOffs: { behaviour: "Documents with tags for functions or regular expressions are refused." },
          edits,
        },
      ]);
    }
    return decline("nothing at the place reads data that can run code", "other-place");
  },
});

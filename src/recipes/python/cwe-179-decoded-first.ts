import { descendants, enclosing, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { lineEndAt, lineStartAt, removeRange, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { callArguments, callsNear, isCallOf, unwrap } from "#recipes/python-syntax/calls.ts";
import { linesBefore } from "#recipes/python-syntax/guard.ts";
import { assignmentTarget, isBinding, mentions } from "#recipes/python-syntax/scope.ts";

const DECODERS = ["urllib.parse.unquote", "urllib.parse.unquote_plus", "urllib.unquote", "html.unescape"];

export default defineRecipe({
  id: "python/cwe-179-decoded-first",
  title: "Decode a value before it is checked",
  languages: ["python"],
  cwes: ["CWE-179", "CWE-180", "CWE-22"],
  review: "merge-after-review",
  description:
    "Moves `unquote(value)` or `html.unescape(value)` from the use of a value to the place before its first check, and uses the decoded value from there on. Declines where the value is decoded before, given another value in between, checked outside of the function, or decoded more than once.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, DECODERS)[0];
    if (call === undefined) return decline("nothing is decoded at the place", "other-place");
    const [argument, ...more] = callArguments(tree, call) ?? [];
    const value = unwrap(tree, argument?.value ?? NONE);
    if (argument === undefined || more.length > 0 || value === NONE || kindOf(tree, value) !== "identifier")
      return decline("what is decoded has no name here", "not-in-view");
    const definition = enclosing(tree, call, ["function_definition"]);
    const name = textOf(tree, value);
    if (definition === NONE) return decline("the value is not checked within a function", "not-in-view");
    const all = mentions(tree, definition, name);
    const bindings = all.filter((node) => isBinding(tree, node));
    const target = assignmentTarget(tree, call);
    const again = target !== undefined && textOf(tree, target) === name;
    if (bindings.length > (again ? 2 : 1)) return decline("the value is given another value in between");
    const declared = bindings.find((node) => node !== target);
    const body = (node: number): number => {
      let current = node;
      while (
        current !== NONE &&
        !(kindOf(tree, parentOf(tree, current)) === "block" && parentOf(tree, parentOf(tree, current)) === definition)
      )
        current = parentOf(tree, current);
      return current;
    };
    const bound = declared === undefined ? NONE : body(declared);
    const first = all.find((node) => node !== declared && body(node) !== NONE && (bound === NONE || body(node) > bound));
    const statement = first === undefined ? NONE : body(first);
    if (
      statement === NONE ||
      statement === body(call) ||
      !startsLine(tree, statement) ||
      kindOf(tree, statement) !== "if_statement"
    )
      return decline("the value is not checked before it is decoded", "already-safe");
    const decoders = descendants(tree, definition, ["call"]).filter((node) => isCallOf(tree, node, DECODERS));
    if (decoders.some((node) => node !== call && mentions(tree, node, name).length > 0))
      return decline("the value is decoded more than once");
    const moved = linesBefore(tree, statement, [`${name} = ${textOf(tree, call)}`]);
    const own = again ? body(call) : NONE;
    const start = own === NONE ? 0 : (tree.starts[own] as number);
    return offer(tree, [
      {
        variant: "decoded-first",
        title: "Decode it, then check it",
        rationale: "The check sees what is used: nothing that it refuses can hide behind an encoding any more.",
        tradeOffs: { behaviour: "Values that become what the check refuses only by decoding are refused now." },
        edits: [
          moved,
          own === NONE
            ? replaceNode(tree, call, name)
            : removeRange(lineStartAt(tree.text, start), lineEndAt(tree.text, tree.ends[own] as number)),
        ],
      },
    ]);
  },
});

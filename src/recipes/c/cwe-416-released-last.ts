import {
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { lineBodyEndAt, lineEndAt, lineStartAt, removeRange } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, calleeName, nameAt } from "#recipes/c-syntax/calls.ts";
import { linesAfter, withoutStatement } from "#recipes/c-syntax/statements.ts";

const RELEASES = ["free", "fclose", "closedir", "pclose"];

export default defineRecipe({
  id: "c/cwe-416-released-last",
  title: "Release memory behind its last use",
  languages: ["c", "cpp"],
  cwes: ["CWE-416", "CWE-825", "CWE-910"],
  review: "merge-after-review",
  description:
    "Moves `free(p)`, or the closing of a stream, behind the last statement of the same block that still uses `p`. Declines where the block is left in between, the variable gets another value, or it is released once more.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["identifier"])) {
      const release = releasedBefore(tree, node);
      if (release === NONE) continue;
      const behind = namedChildren(tree, parentOf(tree, release)).filter((one) => one > release);
      const name = textOf(tree, node);
      const uses = behind.filter((one) => descendants(tree, one, ["identifier"]).some((use) => textOf(tree, use) === name));
      const last = uses.at(-1) as NodeId;
      if (behind.some((one) => one <= last && leaves(tree, one))) return decline("the block may be left before the last use");
      if (uses.some((one) => isChanged(tree, one, name))) return decline("it is released again, or gets another value");
      const end = tree.ends[release] as number;
      const comment = tree.text.slice(end, lineBodyEndAt(tree.text, end));
      const [kept, gone] = /^\s*(?:\/\/|\/\*.*\*\/\s*$)/u.test(comment)
        ? [comment.trimEnd(), removeRange(lineStartAt(tree.text, tree.starts[release] as number), lineEndAt(tree.text, end))]
        : ["", withoutStatement(tree, release)];
      return offer(tree, [
        {
          variant: "moved",
          title: "Release it afterwards",
          rationale: "Everything that is read or written still belongs to the function then.",
          edits: [gone, linesAfter(tree, last, [textOf(tree, release) + kept])],
        },
      ]);
    }
    return decline("nothing that the place uses is released before it in the same block", "other-place");
  },
});

/** The statement in a block around the node that releases the variable before it; NONE where there is none. */
function releasedBefore(tree: SyntaxTree, node: NodeId): NodeId {
  const name = textOf(tree, node);
  const definition = enclosing(tree, node, ["function_definition"]);
  if (definition === NONE) return NONE;
  const found = descendants(tree, definition, ["call_expression"]).findLast((call) => {
    const statement = parentOf(tree, call);
    const block = parentOf(tree, statement);
    const [only, ...more] = argumentsOf(tree, call);
    return (
      (tree.after[call] as number) <= node &&
      RELEASES.includes(calleeName(tree, call)) &&
      more.length === 0 &&
      nameAt(tree, only) === name &&
      kindOf(tree, statement) === "expression_statement" &&
      kindOf(tree, block) === "compound_statement" &&
      node < (tree.after[block] as number)
    );
  });
  return found === undefined ? NONE : parentOf(tree, found);
}

function leaves(tree: SyntaxTree, statement: NodeId): boolean {
  const kinds = ["return_statement", "break_statement", "continue_statement", "goto_statement", "labeled_statement"];
  if (descendants(tree, statement, kinds).length > 0) return true;
  return descendants(tree, statement, ["call_expression"]).some((call) =>
    /^(?:_?exit|abort|longjmp)$/u.test(calleeName(tree, call)),
  );
}

function isChanged(tree: SyntaxTree, statement: NodeId, name: string): boolean {
  const again = descendants(tree, statement, ["call_expression"]).some(
    (call) => RELEASES.includes(calleeName(tree, call)) && nameAt(tree, argumentsOf(tree, call)[0]) === name,
  );
  return (
    again || new RegExp(`(?<![\\w.>])${name}\\s*=[^=]|&\\s*${name}\\b(?!\\s*(?:->|\\.|\\[))`, "u").test(textOf(tree, statement))
  );
}

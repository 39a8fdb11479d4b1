import { descendants, enclosing, kindOf, namedChildren, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, calleeName } from "#recipes/c-syntax/calls.ts";
import { returnAfter } from "#recipes/c-syntax/statements.ts";

const UNLOCKS: ReadonlyMap<string, string> = new Map([
  ["pthread_mutex_lock", "pthread_mutex_unlock"],
  ["pthread_rwlock_wrlock", "pthread_rwlock_unlock"],
  ["pthread_rwlock_rdlock", "pthread_rwlock_unlock"],
  ["pthread_spin_lock", "pthread_spin_unlock"],
  ["mtx_lock", "mtx_unlock"],
]);

export default defineRecipe({
  id: "c/cwe-667-unlocked-on-return",
  title: "Unlock before coming back",
  languages: ["c", "cpp"],
  cwes: ["CWE-667", "CWE-833"],
  review: "merge-after-review",
  description:
    "Puts the unlocking of the lock that the function took before the `return` at the place. Declines where more than one lock is taken, or what is returned is computed from more than plain values, which the lock may guard.",
  propose({ tree, range }) {
    const [leaving] = nodesNear(tree, range, ["return_statement"]);
    const definition = leaving === undefined ? NONE : enclosing(tree, leaving, ["function_definition"]);
    if (leaving === undefined || definition === NONE) return decline("nothing is returned at the place", "other-place");
    const calls = descendants(tree, definition, ["call_expression"]);
    const [taken, ...more] = calls.filter((call) => call < leaving && UNLOCKS.has(calleeName(tree, call)));
    if (taken === undefined || more.length > 0) return decline("not exactly one lock is taken before");
    const lock = textOf(tree, argumentsOf(tree, taken)[0] ?? taken);
    const unlock = UNLOCKS.get(calleeName(tree, taken)) as string;
    const block = parentOf(tree, parentOf(tree, taken));
    if (kindOf(tree, block) !== "compound_statement" || leaving >= (tree.after[block] as number))
      return decline("the lock is taken under a condition");
    const open = calls.filter((call) => calleeName(tree, call) === unlock && call < leaving);
    if (open.some((call) => enclosing(tree, call, ["compound_statement"]) === enclosing(tree, leaving, ["compound_statement"])))
      return decline("it is unlocked before", "already-safe");
    const [value] = namedChildren(tree, leaving);
    if (value !== undefined && !/^-?[\w.]+$/u.test(textOf(tree, value))) return decline("what is returned may need the lock");
    return offer(tree, [
      {
        variant: "unlocked",
        title: "Unlock on this way too",
        rationale: "Who waits for the lock gets it, whichever way the function comes back.",
        edits: returnAfter(tree, leaving, `${unlock}(${lock});`),
      },
    ]);
  },
});

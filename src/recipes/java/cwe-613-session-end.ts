import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "java/cwe-613-session-end",
  title: "Let the session end",
  languages: ["java"],
  cwes: ["CWE-613"],
  review: "merge-after-review",
  description:
    "Gives `setMaxInactiveInterval` half an hour, or a quarter of one, in place of a literal that stands for ever. Declines where the time is computed or is an end already.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["setMaxInactiveInterval"]);
    const [time] = call === undefined ? [] : argumentsOf(tree, call);
    if (time === undefined) return decline("no time is set at the place", "other-place");
    const text = textOf(tree, time).replaceAll(/\s/gu, "");
    if (!/^-?\d+$/u.test(text)) return decline("the time is computed", "not-in-view");
    if (Number(text) > 0) return decline("the session ends already", "already-safe");
    const ends = (seconds: number, variant: string, words: string) => ({
      variant,
      title: `End it after ${words}`,
      rationale: "A session that was stolen or forgotten is good for a while only.",
      tradeOffs: { behaviour: `Whoever does nothing for ${words} has to log in again.` },
      edits: [replaceNode(tree, time, String(seconds))],
    });
    return offer(tree, [ends(1800, "half-hour", "half an hour"), ends(900, "quarter", "a quarter of an hour")]);
  },
});

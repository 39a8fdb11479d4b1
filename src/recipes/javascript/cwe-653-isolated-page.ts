import { enclosing, kindOf, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type Entry, entriesNear } from "#recipes/ecmascript-syntax/entries.ts";
import { bare, calledName } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

/** What each preference must be. */
const WANTED: Readonly<Record<string, "true" | "false">> = {
  nodeIntegration: "false",
  nodeIntegrationInSubFrames: "false",
  nodeIntegrationInWorker: "false",
  contextIsolation: "true",
  webSecurity: "true",
  allowRunningInsecureContent: "false",
};

function isPreference(tree: SyntaxTree, { pair, key, value }: Entry): boolean {
  const wanted = WANTED[key];
  const given = bare(tree, value);
  if (
    wanted === undefined ||
    given === NONE ||
    !["true", "false"].includes(kindOf(tree, given)) ||
    kindOf(tree, given) === wanted
  )
    return false;
  const outer = enclosing(tree, parentOf(tree, parentOf(tree, pair)), ["pair", "new_expression", "variable_declarator"]);
  if (outer === NONE) return false;
  if (kindOf(tree, outer) === "new_expression") return /^(?:BrowserView|WebContentsView)$/.test(calledName(tree, outer));
  return /^["']?webPreferences\b/.test(textOf(tree, outer));
}

export default defineRecipe({
  id: "javascript/cwe-653-isolated-page",
  title: "Electron page gets no rights of the program",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-653", "CWE-829"],
  review: "merge-after-review",
  description:
    "Turns `nodeIntegration` and `allowRunningInsecureContent` off, `contextIsolation` and `webSecurity` on in the `webPreferences` of a window. Declines when the value is computed or the object is not recognisably that of a window.",
  propose({ tree, range }) {
    const wrong = entriesNear(tree, range).filter((entry) => isPreference(tree, entry));
    if (wrong.length === 0) return decline("no preference of a window at the place weakens its isolation", "other-place");
    return offer(tree, [
      {
        variant: "isolated",
        title: "Keep the page apart from the program",
        rationale: "A script that gets into the page reaches neither Node nor other origins.",
        tradeOffs: { behaviour: "Pages that call Node themselves must ask through a preload script and contextBridge." },
        edits: wrong.map(({ key, value }) => replaceNode(tree, value, WANTED[key] as string)),
      },
    ]);
  },
});

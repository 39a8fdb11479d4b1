import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { TradeOffs } from "#domain/candidate.ts";
import type { DeclineCode } from "#domain/decline.ts";
import type { TextEdit } from "#domain/patch.ts";
import type { RecipeAnswer, RecipeOption } from "#ports/recipe.ts";
import { settleEdits } from "./edit.ts";

/** `reason` says what stood in the way here, `code` what kind of thing it is. */
export function decline(reason: string, code: DeclineCode = "too-involved"): RecipeAnswer {
  return { kind: "declined", reason, code };
}

/** An option before its edits are settled. */
export type Draft = Omit<RecipeOption, "edits" | "tradeOffs"> & {
  readonly edits: readonly TextEdit[];
  readonly tradeOffs?: TradeOffs;
};

/** Options in the given order with settled edits; undefined ones and those that change nothing are left out. */
export function offer(tree: SyntaxTree, drafts: readonly (Draft | undefined)[]): RecipeAnswer {
  const options = drafts
    .filter((draft) => draft !== undefined)
    .map((draft) => ({ tradeOffs: {}, ...draft, edits: settleEdits(tree, draft.edits) }))
    .filter(({ edits }) => edits.length > 0);
  if (drafts.every((draft) => draft === undefined))
    return decline("the code around the place leaves no room for the edit, or uses a name that the repair needs", "name-taken");
  return options.length === 0
    ? decline("the place is already as the repair would leave it", "already-safe")
    : { kind: "options", options };
}

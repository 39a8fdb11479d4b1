import type { ReviewGuidance, TradeOffs } from "#domain/candidate.ts";
import type { Cwe } from "#domain/cwe.ts";
import type { DeclineCode } from "#domain/decline.ts";
import type { Defect } from "#domain/defect.ts";
import type { TextEdit } from "#domain/patch.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";

export interface RecipeContext {
  readonly defect: Defect;
  readonly path: string;
  /** Language pack id of the file. */
  readonly language: string;
  /** The whole file, parsed without errors at the defect. `tree.text` is the base of the edits. */
  readonly tree: SyntaxTree;
  /** Half-open UTF-16 range of the defect in the text. */
  readonly range: { readonly start: number; readonly end: number };
  /** Packages that the manifests above the file declare, in their registries' form; empty when none is known. They say what a project can use, not what this file does. */
  readonly packages: ReadonlySet<string>;
}

export interface RecipeOption {
  /** Kebab-case; the first option is the recipe's own choice. */
  readonly variant: string;
  readonly title: string;
  /** Why this repairs the cause, in one or two sentences. */
  readonly rationale: string;
  readonly edits: readonly TextEdit[];
  readonly tradeOffs: TradeOffs;
  /** Overrides the recipe's guidance for this option. */
  readonly review?: ReviewGuidance;
}

export type RecipeAnswer =
  | { readonly kind: "options"; readonly options: readonly RecipeOption[] }
  /** The place is not of a shape this recipe can repair rightly; `reason` says which precondition failed. */
  | { readonly kind: "declined"; readonly reason: string; readonly code: DeclineCode };

/** A deterministic repair: pure function from tree and place to edits. Keeps every byte it need not touch. */
export interface Recipe {
  /** `<language>/<cwe>-<slug>`, equal to the file's path under recipes/. */
  readonly id: string;
  readonly title: string;
  readonly languages: readonly string[];
  /** Weaknesses it repairs; matched by family against the defect. */
  readonly cwes: readonly Cwe[];
  readonly review: ReviewGuidance;
  /** What the repair does and when it declines: Markdown, one paragraph. */
  readonly description: string;
  propose(context: RecipeContext): RecipeAnswer;
}

export function defineRecipe(recipe: Recipe): Recipe {
  return recipe;
}

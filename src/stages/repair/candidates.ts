import { errorNodes, type SyntaxTree } from "#analysis/parse/tree.ts";
import { CandidateId } from "#domain/ids.ts";
import type { Candidate } from "#domain/candidate.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { Decline } from "#domain/decline.ts";
import type { Defect } from "#domain/defect.ts";
import { digestJson } from "#lib/digest.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";
import type { Recipe, RecipeAnswer, RecipeContext } from "#ports/recipe.ts";
import type { Workspace } from "#ports/workspace.ts";
import { baseDigest } from "#ports/overlay.ts";
import { declaredPackages } from "./declared-packages.ts";

export interface Proposal {
  readonly candidates: readonly Candidate[];
  /** Why recipes of the right kind declined, for the report. */
  readonly declined: readonly Decline[];
}

/** What the recipes of the defect's weakness and language propose, each recipe's own choice first. Deterministic. */
export async function proposeByRecipes(
  defect: Defect,
  workspace: Workspace,
  tree: SyntaxTree,
  recipes: readonly Recipe[],
): Promise<Proposal> {
  const family = defect.cwe === undefined ? undefined : cweFamily([defect.cwe]);
  const fitting = recipes.filter(
    (recipe) =>
      recipe.languages.includes(tree.pack.id) && recipe.cwes.some((cwe) => cwe === defect.cwe || cweFamily([cwe]) === family),
  );
  const { path } = defect.location;
  const starts = lineStarts(tree.text);
  const start = offsetAt(starts, defect.location.startLine, defect.location.startColumn);
  const end = Math.max(start, offsetAt(starts, defect.location.endLine, defect.location.endColumn));
  if (errorNodes(tree).some((node) => (tree.starts[node] as number) < end && (tree.ends[node] as number) > start)) {
    return {
      candidates: [],
      declined: [{ by: "assay", code: "syntax-error", reason: "the file has a syntax error at this place" }],
    };
  }
  const digest = baseDigest(await workspace.read(path));
  const packages = fitting.length === 0 ? new Set<string>() : await declaredPackages(workspace, path);
  const candidates: Candidate[] = [];
  const declined: Decline[] = [];
  for (const recipe of fitting) {
    const answer = proposal(recipe, { defect, path, language: tree.pack.id, tree, range: { start, end }, packages });
    if (answer.kind === "declined") {
      declined.push({ by: recipe.id, code: answer.code, reason: answer.reason.toWellFormed() });
      continue;
    }
    for (const option of answer.options) {
      if (option.edits.length === 0) continue;
      if (!option.edits.every((edit) => edit.text.isWellFormed())) {
        declined.push({ by: recipe.id, code: "recipe-failed", reason: `${option.variant} splits a character` });
        continue;
      }
      const edits = option.edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
      const patch = { files: [{ path, baseDigest: digest, edits }] };
      candidates.push({
        id: candidateId(defect, recipe.id, patch),
        defect: defect.id,
        origin: "recipe",
        author: recipe.id,
        variant: option.variant,
        title: option.title,
        rationale: option.rationale,
        tradeOffs: option.tradeOffs,
        review: option.review ?? recipe.review,
        patch,
      });
    }
  }
  return { candidates, declined };
}

/** A recipe that breaks proposes nothing; the others go on. */
function proposal(recipe: Recipe, context: RecipeContext): RecipeAnswer {
  try {
    return recipe.propose(context);
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: "declined", reason: said.slice(0, 300), code: "recipe-failed" };
  }
}

export function candidateId(defect: Defect, author: string, patch: Candidate["patch"]): CandidateId {
  return CandidateId.parse(digestJson({ defect: defect.id, author, patch }).slice("sha256:".length, "sha256:".length + 12));
}

import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { findPath, isGuarded } from "#recipes/ecmascript-syntax/built-paths.ts";
import { containPath } from "#recipes/ecmascript-syntax/contain-path.ts";

const READS = /^(?:readFile|createReadStream|stat|lstat|access|sendFile|download|readdir|opendir|open)/;
const RATIONALE =
  "The path is resolved first and used only when it lies below its folder, so neither `..` nor an absolute path leads out.";

export default defineRecipe({
  id: "javascript/cwe-22-contained-path",
  title: "Path joined from outside values must stay below its folder",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-22", "CWE-23", "CWE-36", "CWE-73"],
  review: "merge-after-review",
  description:
    "Resolves the fixed part of a `path.join`, `path.resolve`, template or concatenation first, joins the rest to it, and refuses the result unless it begins with that folder and a separator: with an answer in a web handler, an error for a callback, else a thrown error. Declines when the folder itself comes from outside or cannot be told, when the function already compares paths, or when no statement can be put before the use.",
  propose({ tree, range }): RecipeAnswer {
    const found = findPath(tree, range);
    if (typeof found === "string") return decline(found);
    if (isGuarded(tree, found.parts)) return decline("the function already compares or strips the path", "already-safe");
    const edits = containPath(tree, found, false);
    if (typeof edits === "string") return decline(edits);
    const behaviour = "A path that leads out of the folder is refused.";
    const contained: RecipeOption = {
      variant: "contained",
      title: "Refuse a path outside of its folder",
      rationale: RATIONALE,
      edits,
      tradeOffs: { security: "A symbolic link inside the folder may still lead out of it.", behaviour },
    };
    const real = READS.test(found.sink) ? containPath(tree, found, true) : "";
    if (typeof real === "string") return { kind: "options", options: [contained] };
    const followed: RecipeOption = {
      variant: "real-path",
      title: "Refuse a path outside of its folder, symbolic links followed",
      rationale: RATIONALE,
      edits: real,
      tradeOffs: { behaviour: `${behaviour} A missing file throws from realpathSync, before the call that opens it.` },
    };
    return { kind: "options", options: [contained, followed] };
  },
});

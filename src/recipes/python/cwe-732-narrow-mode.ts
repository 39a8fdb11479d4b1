import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { isCallOf, keywordArgument, methodName, positionalArgument } from "#recipes/python-syntax/calls.ts";

const WITH_PATH = ["os.chmod", "os.lchmod", "os.fchmod"];
const MAKES_FOLDER = ["os.mkdir", "os.makedirs"];

export default defineRecipe({
  id: "python/cwe-732-narrow-mode",
  title: "Give files to their owner alone",
  languages: ["python"],
  cwes: ["CWE-732", "CWE-276"],
  review: "merge-after-cursory-review",
  description:
    "Takes the rights of group and others out of a mode that lets others write (`os.chmod`, `Path.chmod`, `os.mkdir`, `os.umask`); a second option leaves them the right to read and run. " +
    "Declines where the mode is computed or made of `stat` names, and where others may not write anyway.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const mask = isCallOf(tree, call, ["os.umask"]);
      const second = isCallOf(tree, call, [...WITH_PATH, ...MAKES_FOLDER]);
      if (!mask && !second && methodName(tree, call) !== "chmod") continue;
      const mode = (keywordArgument(tree, call, "mode") ?? positionalArgument(tree, call, second ? 1 : 0))?.value;
      const text = mode === undefined ? "" : textOf(tree, mode);
      if (mode === undefined || kindOf(tree, mode) !== "integer" || !/^(0[oO][0-7]+|\d+)$/.test(text)) continue;
      const value = Number(text);
      if (mask ? (value & 0o022) === 0o022 : (value & 0o002) === 0)
        return decline("others may not write there already", "already-safe");
      const option = (variant: string, title: string, bits: number, behaviour: string): Draft => ({
        variant,
        title,
        rationale: "No other account of the machine can change the file, and with it whatever reads the file later.",
        edits: [replaceNode(tree, mode, `0o${(mask ? value | bits : value & ~bits).toString(8).padStart(3, "0")}`)],
        tradeOffs: { behaviour },
      });
      return offer(tree, [
        option(
          "owner-only",
          "Leave rights to the owner alone",
          0o077,
          "Programs that run under other accounts can no longer read the file.",
        ),
        option(
          "others-read",
          "Let others read but not write",
          0o022,
          "Programs that run under other accounts can no longer change the file.",
        ),
      ]);
    }
    return decline("no file mode is written as a number at the place", "other-place");
  },
});

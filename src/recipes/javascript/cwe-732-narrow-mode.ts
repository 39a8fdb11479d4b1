import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf, propertyOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const CHMOD = /^(?:promises\.)?[fl]?chmod(?:Sync)?$/;
const MAKES = /^(?:promises\.)?(?:writeFile|appendFile|mkdir|open|createWriteStream)(?:Sync)?$/;

/** The mode that a call of `fs` or `process.umask` gives, or NONE. */
function modeOf(tree: SyntaxTree, call: NodeId): NodeId {
  const all = argumentsOf(tree, call);
  if (textOf(tree, calleeOf(tree, call)) === "process.umask") return all[0] ?? NONE;
  const name = exportCalled(tree, call, ["fs", "fs/promises"]) ?? "";
  if (CHMOD.test(name)) return all[1] ?? NONE;
  if (!MAKES.test(name)) return NONE;
  if (/mkdir|open/.test(name)) {
    const plain = bare(tree, all[name.includes("open") ? 2 : 1] ?? NONE);
    if (plain !== NONE && ["number", "string"].includes(kindOf(tree, plain))) return plain;
  }
  const options = all.map((argument) => bare(tree, argument)).find((argument) => kindOf(tree, argument) === "object");
  return options === undefined ? NONE : (propertyOf(tree, options, "mode")?.value ?? NONE);
}

/** Text for a mode as the file writes modes: `0o644`, `0644`, `"644"`. */
function written(text: string, value: number): string {
  const digits = value.toString(8).padStart(3, "0");
  const quote = /^["'`]/.exec(text)?.[0];
  if (quote !== undefined) return `${quote}${text.replace(/^.(0?o?)[0-7]+.$/, "$1")}${digits}${quote}`;
  return /^0[0-7]+$/.test(text) ? `0${digits}` : `0o${digits}`;
}

function valueOfMode(tree: SyntaxTree, mode: NodeId): number | undefined {
  const text = stringValue(tree, mode) ?? textOf(tree, mode);
  if (kindOf(tree, mode) === "number" && /^[1-9]\d*$/.test(text)) return Number(text);
  const octal = /^0?[oO]?([0-7]{1,4})$/.exec(text)?.[1];
  return octal === undefined ? undefined : Number.parseInt(octal, 8);
}

export default defineRecipe({
  id: "javascript/cwe-732-narrow-mode",
  title: "Give files to their owner alone",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-732", "CWE-276"],
  review: "merge-after-cursory-review",
  description:
    "Takes the rights of group and others out of a mode that lets others write (`chmod` and its kin, the `mode` of `writeFile`, `mkdir` and the like, `process.umask`); a second option leaves them the right to read and run. Declines where the mode is computed, and where others may not write anyway.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const mode = bare(tree, modeOf(tree, call));
      const value = mode === NONE ? undefined : valueOfMode(tree, mode);
      if (value === undefined) continue;
      const mask = calledName(tree, call) === "umask";
      if (mask ? (value & 0o002) !== 0 : (value & 0o002) === 0)
        return decline("others may not write there already", "already-safe");
      const option = (variant: string, title: string, bits: number, behaviour: string): Draft => ({
        variant,
        title,
        rationale: "No other account of the machine can change the file, and with it whatever reads the file later.",
        edits: [replaceNode(tree, mode, written(textOf(tree, mode), mask ? value | bits : value & ~bits))],
        tradeOffs: { behaviour },
      });
      const alone = "Programs that run under other accounts can no longer read the file.";
      const reading = "Programs that run under other accounts can no longer change the file.";
      return offer(tree, [
        option("owner-only", "Leave rights to the owner alone", 0o077, alone),
        option("others-read", "Let others read but not write", 0o022, reading),
      ]);
    }
    return decline("no file mode is written as a number at the place", "other-place");
  },
});

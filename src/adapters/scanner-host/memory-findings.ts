import type { FileIr, FunctionIr } from "#analysis/ir/file.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import { analyseMemory } from "#analysis/machine/analyse.ts";
import { cwesOf, type DefectId, DEFECTS } from "#analysis/machine/defects.ts";
import type { MachineFinding } from "#analysis/machine/machine.ts";
import type { Models } from "#analysis/models/compile.ts";
import { descendants, type SyntaxTree } from "#analysis/parse/tree.ts";
import { type UnknownBound, unknownBounds } from "#analysis/sizes/unknown-bounds.ts";
import { type UncheckedSize, uncheckedSizes } from "#analysis/sizes/unchecked-sizes.ts";
import type { Problem } from "#domain/completeness.ts";
import { positionAt } from "#lib/text.ts";
import type { RawFinding } from "#ports/scanner.ts";
import { locate } from "./locate.ts";

/** What following memory and numbers finds in a file of a language that declares them; nothing for others. */
export function memoryFindings(
  path: string,
  tree: SyntaxTree,
  models: Models | undefined,
  lines: readonly number[],
): { readonly findings: readonly RawFinding[]; readonly problems: readonly Problem[] } {
  const lower = loweringOf(tree.pack.id);
  if (models === undefined || lower === undefined || models.memory.size === 0) return { findings: [], problems: [] };
  const ir = lower(path, tree);
  const { findings: all, left, cut } = analyseMemory(ir, models, tree.text.length);
  const halves = unreadFunctions(tree, ir);
  const findings = all.filter(
    ({ defect, start }) => !NEEDS_ALL.has(defect) || !halves.some((code) => code.start <= start && start < code.end),
  );
  const problem = (functions: readonly FunctionIr[], said: string): Problem[] =>
    functions.slice(0, 1).map(({ name, start }) => ({
      path,
      code: "flow-timeout",
      message: `too much to follow: memory was ${said} in ${functions.length === 1 ? name : `${functions.length} functions, ${name} the first`}`,
      line: positionAt(lines, start).line,
    }));
  const problems = [
    ...problem(left, "not looked at"),
    ...problem(cut, "not followed to the end of every way"),
    ...unread(path, unknownBounds(ir, models), lines),
  ];
  const sizes = uncheckedSizes(ir, models).filter(({ start }) => findings.every((one) => one.start !== start));
  return {
    problems,
    findings: [...findings, ...sizes.map(toldOf)].map(({ defect, start, end, message, trace, confidence }): RawFinding => {
      const rule = DEFECTS[defect];
      return {
        rule: rule.rule,
        cwe: cwesOf(rule),
        severity: rule.severity,
        confidence: confidence < 0 ? rule.confidence : confidence,
        location: locate(path, lines, start, end),
        title: rule.title,
        message,
        remedy: rule.remedy,
        ...(trace.length < 2
          ? {}
          : { trace: trace.map((step) => ({ location: locate(path, lines, step.start, step.end), note: step.note })) }),
      };
    }),
  };
}

/** One problem for all places whose bounds hang on macros that the file does not tell. */
function unread(path: string, places: readonly UnknownBound[], lines: readonly number[]): Problem[] {
  const [first] = places;
  if (first === undefined) return [];
  const names = [...new Set(places.map(({ macro }) => macro))];
  const shown = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const spots = new Set(places.map(({ start }) => start)).size;
  return [
    {
      path,
      code: "unknown-macro",
      message: `the file does not tell the value of ${shown}: bounds were not checked at ${spots === 1 ? "one place" : `${spots} places, this the first`}`,
      line: positionAt(lines, first.start).line,
    },
  ];
}

const SIZE_CONFIDENCE = 0.45;
/** Of products of plain numbers: callers may know bounds that the function does not ask for. */
const PLAIN_CONFIDENCE = 0.25;

const TOLD = {
  wraps: {
    defect: "size",
    note: "the result may not fit its type, and the size made from it is too small",
  },
  negative: { defect: "negative", note: "it may be negative, and as a size that is a huge number" },
  stack: { defect: "stack", note: "a large one runs over the end of the stack" },
} as const satisfies Readonly<Record<UncheckedSize["how"], { readonly defect: DefectId; readonly note: string }>>;

function toldOf({ start, end, how, name, content, used }: UncheckedSize): MachineFinding {
  const { defect, note } = TOLD[how];
  const message = `Nobody bounds ${name.replaceAll("[].", "->")}, which the caller chooses: ${note}.`;
  const here = { start, end, note: "it is computed here" };
  const trace = used.start === start ? [here] : [here, { ...used, note: "its result is a size here" }];
  return { defect, start, end, message, trace, confidence: content ? SIZE_CONFIDENCE : PLAIN_CONFIDENCE };
}

/** What is told of something that is nowhere done needs all of the function. */
const NEEDS_ALL: ReadonlySet<DefectId> = new Set(["unset", "leak", "open"]);

/** Functions of which the grammar could not read a part. */
function unreadFunctions(tree: SyntaxTree, { functions }: FileIr): readonly FunctionIr[] {
  const errors = descendants(tree, 0, ["ERROR"]).map((node) => tree.starts[node] ?? 0);
  return functions.filter(
    ({ parent, start, end, name }) => parent === 0 && name !== "" && errors.some((at) => start <= at && at < end),
  );
}

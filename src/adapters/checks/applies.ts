import { errorNodes, type SyntaxTree } from "#analysis/parse/tree.ts";
import { digest } from "#lib/digest.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { type CheckAnswer, defineCheck } from "#ports/check.ts";
import { fail, inconclusive, pass } from "./kit/answers.ts";
import { type TouchedFile, touchedFiles } from "./kit/touched-files.ts";

export default defineCheck({
  id: "applies",
  level: "E0",
  title: "The patch applies strictly, keeps the encoding, and every touched file still parses",
  async run(context, signal) {
    if (context.candidate.patch.files.length === 0) return fail("no-change", "The patch holds no file.");
    for (const { path, baseDigest } of context.candidate.patch.files) {
      if (digest(await context.before.read(path)) !== baseDigest)
        return fail("patch-stale", `${path} is not the text the patch was made for.`);
    }
    const touched = await touchedFiles(context, signal);
    if (touched.kind === "unread") {
      return touched.reason === "not-text"
        ? fail("encoding-changed", touched.detail)
        : inconclusive(touched.reason, touched.detail);
    }
    for (const file of touched.files) {
      const fault = judge(file);
      if (fault !== undefined) return fault;
    }
    const unknown = touched.files.find((file) => file.trees === undefined);
    if (unknown !== undefined)
      return {
        ...inconclusive("unknown-language", `No grammar for ${unknown.path}: whether it parses is not known.`),
        asks: true,
      };
    return pass(
      "ok",
      `${touched.files.length === 1 ? "The file applies and parses" : `${touched.files.length} files apply and parse`}.`,
    );
  },
});

function judge(file: TouchedFile): CheckAnswer | undefined {
  const { path, before, after, trees } = file;
  if (before === after) return fail("no-change", `The patch leaves ${path} as it was.`);
  if (before.startsWith("\ufeff") !== after.startsWith("\ufeff"))
    return fail("encoding-changed", `${path}: the byte order mark changed.`);
  const mixed = newLineEnds(before, after);
  if (mixed !== undefined)
    return fail("encoding-changed", `${path}: the patch brings ${mixed} line ends into a file without them.`);
  if (trees === undefined) return undefined;
  const [old, fresh] = [errorNodes(trees.before), errorNodes(trees.after)];
  if (fresh.length <= old.length) return undefined;
  return fail("syntax-error", `${path}:${newErrorLine(trees.before, trees.after)}: the patched file no longer parses.`);
}

/** The kind of line end that only the new text has. */
function newLineEnds(before: string, after: string): string | undefined {
  const kinds = [
    ["CRLF", /\r\n/],
    ["LF", /(?<!\r)\n/],
    ["CR", /\r(?!\n)/],
  ] as const;
  if (!/[\r\n]/.test(before)) return undefined;
  return kinds.find(([, pattern]) => pattern.test(after) && !pattern.test(before))?.[0];
}

/** 1-based line of the first error whose text was no error before. */
function newErrorLine(before: SyntaxTree, after: SyntaxTree): number {
  const known = new Set(errorNodes(before).map((node) => before.text.slice(before.starts[node], before.ends[node])));
  const nodes = errorNodes(after);
  const node = nodes.find((each) => !known.has(after.text.slice(after.starts[each], after.ends[each]))) ?? nodes[0] ?? 0;
  return positionAt(lineStarts(after.text), after.starts[node] as number).line;
}

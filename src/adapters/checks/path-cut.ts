import type { FlowFinding } from "#analysis/flow/flow-finding.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { Defect } from "#domain/defect.ts";
import { digest } from "#lib/digest.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { type CheckContext, defineCheck } from "#ports/check.ts";
import { fail, inconclusive, pass } from "./kit/answers.ts";
import { explain, type OldPath, writtenRanges } from "./path-cut/explain.ts";
import { follow, type Followed } from "./path-cut/follow.ts";
import { functionAt, sameSource, sourceAt } from "./path-cut/source.ts";

let modelsRead: ReturnType<typeof builtinModels> | undefined;

export default defineCheck({
  id: "path-cut",
  level: "E3",
  title: "Untrusted data no longer reaches the weak place, and what stops it can be named",
  async run(context, signal) {
    const { defect, before, after, parser, candidate } = context;
    const models = await (modelsRead ??= builtinModels());
    const touched = candidate.patch.files.map(({ path }) => path);
    const first = [...new Set([...touched, defect.location.path, ...(defect.trace ?? []).map(({ location }) => location.path)])];
    const all = await context.once("path-cut paths", () => allPaths(context, signal));
    const parts = { parser, models };
    const texts = await Promise.all(touched.map(async (path) => digest(await before.read(path))));
    const old = await context.once(`path-cut ${digest([...first, ...texts].join(" "))}`, () =>
      follow(parts, before, first, all, signal),
    );
    const finding = findingOf(defect, old);
    if (finding === undefined)
      return defect.trace === undefined
        ? inconclusive("not-applicable", "The weakness is not one of data that flows, or no path to it is seen.")
        : inconclusive(
            "path-unseen",
            "The strict analysis does not see the path on the unchanged code, so its end proves nothing.",
          );
    const path = pathOf(finding, old, defect);
    if (path === undefined) return inconclusive("path-unseen", "Where the path begins was not read.");
    const fresh = await follow(parts, after, first, all, signal);
    const left = remaining(path, finding, old, fresh);
    if (left !== undefined) {
      const detail = `${path.source.text.slice(0, 60)} in ${path.source.within || "the module"} still ${left.trace.at(-1)?.note ?? "reaches the sink"} (${at(fresh, left)}).`;
      // Models do not know every right form, so this is a doubt and no proof; what the usual analysis still sees fails at E2.
      return inconclusive("path-remains", detail);
    }
    if (fresh.gap !== undefined) return inconclusive("path-unseen", `The patched code was not followed to its end: ${fresh.gap}`);
    const ranges = new Map(candidate.patch.files.map((file) => [file.path, writtenRanges(file.edits)]));
    const isWritten = (where: string, start: number, end: number): boolean =>
      (ranges.get(where) ?? []).some((range) => range.start < end && range.end > start);
    const cut = explain(path, fresh, models, cweFamily, isWritten);
    if (cut.kind === "cut") return pass("ok", `The path is cut: ${cut.by}.`);
    const detail = `The path is gone from sight, but not shown to be cut: ${cut.why}.`;
    return cut.dynamic ? fail("path-hidden", detail) : inconclusive("path-hidden", detail);
  },
});

async function allPaths({ before }: CheckContext, signal: AbortSignal): Promise<string[]> {
  const { files } = await before.list({ paths: [] }, signal);
  return files.map(({ path }) => path);
}

/** The path that the defect is about: to its place, of its weakness. */
function findingOf(defect: Defect, { findings, trees }: Followed): FlowFinding | undefined {
  const family = cweFamily(defect.cwe === undefined ? [] : [defect.cwe]);
  const { path, startLine, endLine } = defect.location;
  const starts = lineStarts(trees.get(path)?.text ?? "");
  return findings.find(
    (finding) =>
      finding.path === path &&
      cweFamily(finding.kind.cwe) === family &&
      positionAt(starts, finding.start).line <= endLine &&
      positionAt(starts, finding.end).line >= startLine,
  );
}

function pathOf(finding: FlowFinding, followed: Followed, defect: Defect): OldPath | undefined {
  const [link] = finding.trace;
  const source = link === undefined ? undefined : sourceAt(followed.trees, link);
  const tree = followed.trees.get(finding.path);
  if (source === undefined || tree === undefined) return undefined;
  const { path, start, end } = finding;
  const use = followed.uses.find((each) => each.path === path && each.start === start && each.end === end);
  return {
    source,
    family: cweFamily(defect.cwe === undefined ? [] : [defect.cwe]),
    sink: { path, start, end },
    within: functionAt(tree, start, end),
    name: use?.name ?? "",
  };
}

/** A path of the same source and weakness that was not one of the others before. */
function remaining(path: OldPath, finding: FlowFinding, old: Followed, fresh: Followed): FlowFinding | undefined {
  const alike = ({ findings, trees }: Followed): FlowFinding[] =>
    findings.filter(({ kind, trace: [link] }) => {
      const source = link === undefined ? undefined : sourceAt(trees, link);
      return cweFamily(kind.cwe) === path.family && sameSource(path.source, source);
    });
  const others = alike(old)
    .filter((each) => each !== finding)
    .map((each) => sinkText(old, each));
  for (const each of alike(fresh)) {
    const known = others.indexOf(sinkText(fresh, each));
    if (known < 0) return each;
    others.splice(known, 1);
  }
  return undefined;
}

function sinkText({ trees }: Followed, { path, start, end }: FlowFinding): string {
  return `${path} ${trees.get(path)?.text.slice(start, end).replaceAll(/\s+/gu, " ") ?? ""}`;
}

function at({ trees }: Followed, { path, start }: FlowFinding): string {
  return `${path}:${positionAt(lineStarts(trees.get(path)?.text ?? ""), start).line}`;
}

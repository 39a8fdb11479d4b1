import type { Defect } from "#domain/defect.ts";
import { gitlabCodeQuality } from "#faces/reports/gitlab/code-quality.ts";
import { gitlabDependencies } from "#faces/reports/gitlab/dependencies.ts";
import { gitlabSast } from "#faces/reports/gitlab/sast.ts";
import { junitReport } from "#faces/reports/junit/check.ts";
import { checkRdjson } from "#faces/reports/rdjson/check.ts";
import { reviewRdjson } from "#faces/reports/rdjson/review.ts";
import { checkView, CLEAN, DEFECTS, PARTIAL, reviewOutcome } from "./cli-canned.ts";
import { REASONS } from "./cli-gate-canned.ts";
import { INVENTORY } from "./dependencies/canned-inventory.ts";

export const TIMES = { start: "2030-01-02T03:04:05", end: "2030-01-02T03:04:09" };
/** What a file's author may write to break out of every format. */
export const EVIL = `</script><img src=x onerror=alert(1)>]]>&"'\u0000\u001b[2J\u202e\ud800 @team https://evil.example`;

/** The canned defects with hostile words in every text. */
export function hostileView() {
  const defects = DEFECTS.map(
    (defect): Defect => ({
      ...defect,
      title: EVIL,
      message: EVIL,
      remedy: EVIL,
      rule: `x${EVIL}`,
      location: { ...defect.location, path: `a${EVIL}.py` },
    }),
  );
  const report = { problems: [{ path: `p${EVIL}`, code: "binary", message: EVIL }] };
  const sources = new Map([[`a${EVIL}.py`, `${EVIL}\n`.repeat(9)]]);
  return { ...checkView(report, defects), sources };
}

const VIEWS = [
  ["defects", checkView()],
  ["hostile words", hostileView()],
  ["nothing", checkView({ ...CLEAN, ...PARTIAL }, [])],
] as const;

/** One report for other people's software, and the file in `fixtures/schemas` that it keeps to. */
export interface ReportSample {
  readonly schema: string;
  readonly of: string;
  readonly text: string;
}

/** Every report that has a schema of its readers, of a usual, a hostile and an empty run. */
export function reportSamples(): readonly ReportSample[] {
  return [
    ...VIEWS.flatMap(([of, view]) => [
      { schema: "gitlab-sast.json", of, text: gitlabSast(view, TIMES) },
      { schema: "gitlab-code-quality.json", of, text: gitlabCodeQuality(view) },
      { schema: "junit.xsd", of, text: junitReport(view, undefined) },
      { schema: "rdjson.json", of, text: checkRdjson(view) },
    ]),
    { schema: "junit.xsd", of: "reasons of a gate", text: junitReport(checkView(), REASONS) },
    { schema: "rdjson.json", of: "suggestions", text: reviewRdjson(reviewOutcome(), "0.1.0", () => "some text of a line") },
    ...[INVENTORY, { ...INVENTORY, components: [], weaknesses: [], problems: [] }].map((inventory, index) => ({
      schema: "gitlab-dependency-scanning.json",
      of: index === 0 ? "packages" : "no packages",
      text: JSON.stringify(gitlabDependencies(inventory, "0.1.0", TIMES)),
    })),
  ];
}

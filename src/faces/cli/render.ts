import type { Assay, CheckOutcome, Explanation, FixOutcome, GateOutcome } from "#app/api.ts";
import type { CheckView, FixView } from "#faces/reports/view.ts";
import { loadSources } from "#faces/reports/view.ts";
import { maskedDefect, maskedRepairs, maskedReport, maskOf } from "#faces/reports/masked.ts";
import type { Format } from "./formats.ts";
import { reportTimes } from "./report-times.ts";
import type { TextStyle } from "#faces/reports/text/style.ts";

export async function checkView(assay: Assay, outcome: CheckOutcome): Promise<CheckView> {
  const { report, defects, beside, compliance } = outcome;
  const sources = await loadSources(outcome);
  const mask = maskOf(report, sources);
  return {
    version: assay.version,
    failOn: assay.failOn,
    report: maskedReport(report, mask),
    defects: defects.map((defect) => maskedDefect(defect, mask)),
    sources,
    mask,
    noise: { maxComments: assay.config.noise.maxComments, minProbability: assay.config.minProbability },
    explanations: new Map(),
    ...(beside === undefined ? {} : { beside }),
    ...(compliance === undefined ? {} : { compliance }),
  };
}

export async function fixView(assay: Assay, outcome: FixOutcome): Promise<FixView> {
  const { repairs, defectsById, applied, attemptDiff, stop, evidence, tests, optionless, unmatched } = outcome;
  const sources = await loadSources(outcome, defectsById.values());
  const mask = maskOf(outcome.report, sources);
  const texts = new Map<string, string>();
  for (const defect of defectsById.values()) {
    const text = await outcome.textAround(defect);
    if (text !== undefined) texts.set(defect.id, text);
  }
  return {
    ...(await checkView(assay, outcome)),
    sources,
    texts,
    mask,
    repairs: maskedRepairs(repairs, mask),
    defectsById: new Map(Array.from(defectsById, ([id, defect]) => [id, maskedDefect(defect, mask)])),
    applied,
    attemptDiff: (repair, attempt) => mask(attemptDiff(repair, attempt)),
    stop,
    unmatched,
    ...(evidence === undefined ? {} : { evidence }),
    ...(tests === undefined ? {} : { tests }),
    ...(optionless === undefined ? {} : { optionless }),
  };
}

/** One report of a check. The formats are loaded when they are asked for. */
export async function renderCheck(view: CheckView, format: Format, style: TextStyle, assay: Assay): Promise<string> {
  switch (format) {
    case "text":
      return (await import("#faces/reports/text/check.ts")).checkText(view, style);
    case "json": {
      const { checkDocument, jsonText } = await import("#faces/reports/json/check.ts");
      return jsonText(checkDocument(view));
    }
    case "sarif":
      return (await import("#faces/reports/sarif/log.ts")).sarifText(await explained(view, assay), []);
    case "markdown":
      return (await import("#faces/reports/markdown/check.ts")).checkMarkdown(view);
    case "card": {
      const { CARD_MARKER } = await import("#faces/reports/markdown/gate.ts");
      return `${CARD_MARKER}\n${(await import("#faces/reports/markdown/check.ts")).checkMarkdown(view)}`;
    }
    case "html":
      return (await import("#faces/reports/html/page.ts")).htmlPage(view, undefined);
    case "gitlab-sast":
      return (await import("#faces/reports/gitlab/sast.ts")).gitlabSast(view, reportTimes(view.report));
    case "gitlab-codequality":
      return (await import("#faces/reports/gitlab/code-quality.ts")).gitlabCodeQuality(view);
    case "sonarqube":
      return (await import("#faces/reports/sonarqube/issues.ts")).sonarIssues(view);
    case "junit":
      return (await import("#faces/reports/junit/check.ts")).junitReport(view, undefined);
    case "rdjson":
      return (await import("#faces/reports/rdjson/check.ts")).checkRdjson(view);
    default:
      return format satisfies never;
  }
}

/** SARIF in pieces, made one after the other. */
export async function renderPieces(view: CheckView, repairs: FixView["repairs"], assay: Assay): Promise<Iterable<string>> {
  return (await import("#faces/reports/sarif/pieces.ts")).sarifPieces(await explained(view, assay), repairs);
}

export async function renderFix(view: FixView, format: Format, style: TextStyle, assay: Assay): Promise<string> {
  if (format === "text") return (await import("#faces/reports/text/fix.ts")).fixText(view, style);
  if (format === "json") {
    const { jsonText } = await import("#faces/reports/json/check.ts");
    return jsonText((await import("#faces/reports/json/fix.ts")).fixDocument(view));
  }
  if (format === "sarif")
    return (await import("#faces/reports/sarif/log.ts")).sarifText(await explained(view, assay), view.repairs);
  if (format === "markdown") return (await import("#faces/reports/markdown/fix.ts")).fixMarkdown(view);
  // The other formats know of defects only: they tell what was found.
  return renderCheck(view, format, style, assay);
}

/** The verdict on a change; formats that know of defects only show those that the change brings. */
export async function renderGate(
  outcome: GateOutcome,
  view: CheckView,
  format: Format,
  style: TextStyle,
  assay: Assay,
  base: string | undefined,
): Promise<string> {
  if (format === "text") return (await import("#faces/reports/text/gate.ts")).gateText(outcome, base, style);
  if (format === "json") {
    const { jsonText } = await import("#faces/reports/json/check.ts");
    return jsonText((await import("#faces/reports/json/gate.ts")).gateDocument(outcome, view));
  }
  const fresh = newOnly(outcome, view);
  if (format === "html") return (await import("#faces/reports/html/page.ts")).htmlPage(fresh, outcome);
  if (format === "junit") return (await import("#faces/reports/junit/check.ts")).junitReport(fresh, outcome.verdict.reasons);
  if (format === "markdown" || format === "card") {
    const { CARD_MARKER, gateMarkdown } = await import("#faces/reports/markdown/gate.ts");
    return `${format === "card" ? `${CARD_MARKER}\n` : ""}${gateMarkdown(outcome, fresh)}`;
  }
  return renderCheck(fresh, format, style, assay);
}

/** What the change brings. */
export function newOnly(outcome: GateOutcome, view: CheckView): CheckView {
  return { ...view, defects: view.defects.filter(outcome.isNew) };
}

/** Adds what is known of each rule, for formats that carry help. */
async function explained<T extends CheckView>(view: T, assay: Assay): Promise<T> {
  const explanations = new Map<string, Explanation>();
  const rules = [...view.defects.map((defect) => defect.rule), ...view.report.suppressed.map(({ finding }) => finding.rule)];
  for (const rule of new Set(rules)) {
    const explanation = await assay.explain(rule);
    if (explanation !== undefined) explanations.set(rule, explanation);
  }
  return { ...view, explanations };
}

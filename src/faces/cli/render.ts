import type { Assay, CheckOutcome, Explanation, FixOutcome, GateOutcome } from "#app/api.ts";
import type { CheckView, FixView } from "#faces/reports/view.ts";
import { loadSources } from "#faces/reports/view.ts";
import type { Format } from "./options.ts";
import type { TextStyle } from "#faces/reports/text/style.ts";

export async function checkView(assay: Assay, outcome: CheckOutcome): Promise<CheckView> {
  const { report, defects } = outcome;
  return {
    version: assay.version,
    failOn: assay.failOn,
    report,
    defects,
    sources: await loadSources(outcome),
    explanations: new Map(),
  };
}

export async function fixView(assay: Assay, outcome: FixOutcome): Promise<FixView> {
  const { repairs, defectsById, applied, attemptDiff, stop, evidence, tests } = outcome;
  return {
    ...(await checkView(assay, outcome)),
    sources: await loadSources(outcome, defectsById.values()),
    repairs,
    defectsById,
    applied,
    attemptDiff,
    stop,
    ...(evidence === undefined ? {} : { evidence }),
    ...(tests === undefined ? {} : { tests }),
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
    default:
      return format satisfies never;
  }
}

export async function renderFix(view: FixView, format: Format, style: TextStyle, assay: Assay): Promise<string> {
  switch (format) {
    case "text":
      return (await import("#faces/reports/text/fix.ts")).fixText(view, style);
    case "json": {
      const { jsonText } = await import("#faces/reports/json/check.ts");
      return jsonText((await import("#faces/reports/json/fix.ts")).fixDocument(view));
    }
    case "sarif":
      return (await import("#faces/reports/sarif/log.ts")).sarifText(await explained(view, assay), view.repairs);
    case "markdown":
      return (await import("#faces/reports/markdown/fix.ts")).fixMarkdown(view);
    default:
      return format satisfies never;
  }
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
  return renderCheck({ ...view, defects: view.defects.filter(outcome.isNew) }, format, style, assay);
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

import type { Defect } from "#domain/defect.ts";
import type { TraceStep } from "#domain/finding.ts";
import type { Suppressed } from "#domain/report.ts";
import type { CodeFlow, Fix, Result } from "sarif";
import type { ViewIndex } from "#faces/reports/view.ts";
import { suggestedFixes } from "./fixes.ts";
import { LIMITS, message } from "./limits.ts";
import { sarifLocation } from "./place.ts";
import { levelOf } from "./rules.ts";

/** `primaryLocationLineHash` of a place; undefined where the file's text is not known. */
export type LineHash = (path: string, line: number) => string | undefined;

export function defectResult(
  defect: Defect,
  ruleIndex: number,
  fixes: readonly Fix[],
  index: ViewIndex,
  lineHash: LineHash,
): Result {
  const all = [...fixes, ...suggestedFixes(index.witnesses(defect))];
  const related = index.witnesses(defect).slice(0, LIMITS.locationsPerResult - 1);
  return {
    ruleId: defect.rule.toWellFormed(),
    ruleIndex,
    kind: "fail",
    level: levelOf(defect.severity),
    rank: Math.round(defect.probability * 100),
    message: message(defect.message, defect.title),
    locations: [sarifLocation(defect.location)],
    relatedLocations: related.map((finding, at) => ({
      id: at + 1,
      ...sarifLocation(finding.location),
      message: message(`${finding.engine} (${finding.rule}): ${finding.message}`, finding.rule),
    })),
    partialFingerprints: {
      ...fingerprint(lineHash(defect.location.path, defect.location.startLine)),
      "assayDefect/v1": defect.id.toWellFormed(),
    },
    ...(defect.trace === undefined || defect.trace.length === 0 ? {} : { codeFlows: [codeFlow(defect.trace)] }),
    ...(all.length === 0 ? {} : { fixes: all }),
    properties: { severity: defect.severity, probability: defect.probability, engines: [...index.engines(defect)] },
  };
}

/** A hidden finding stays visible as a suppressed result. */
export function suppressedResult({ finding, reason, source }: Suppressed, ruleIndex: number, lineHash: LineHash): Result {
  return {
    ruleId: finding.rule.toWellFormed(),
    ruleIndex,
    kind: "fail",
    level: levelOf(finding.severity),
    message: message(finding.message, finding.rule),
    locations: [sarifLocation(finding.location)],
    partialFingerprints: fingerprint(lineHash(finding.location.path, finding.location.startLine)),
    suppressions: [{ kind: source === "file" ? "external" : "inSource", justification: message(reason, "no reason given").text }],
    properties: { severity: finding.severity, engines: [finding.engine] },
  };
}

function fingerprint(hash: string | undefined): Record<string, string> {
  return hash === undefined ? {} : { primaryLocationLineHash: hash };
}

/** A flow that is too long keeps its source and its sink: the middle is left out. */
function codeFlow(trace: readonly TraceStep[]): CodeFlow {
  const most = LIMITS.threadFlowLocationsPerResult;
  const steps = trace.length <= most ? trace : [...trace.slice(0, most / 2), ...trace.slice(-most / 2)];
  return {
    threadFlows: [
      {
        locations: steps.map((step) => ({ location: { ...sarifLocation(step.location), message: message(step.note, "step") } })),
      },
    ],
  };
}

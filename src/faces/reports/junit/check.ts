import type { GateReason } from "#domain/gate.ts";
import { showInvisible } from "#lib/text.ts";
import { type CheckView, isIncomplete } from "#faces/reports/view.ts";

/** One test as build servers know it. */
interface Case {
  readonly group: string;
  readonly name: string;
  readonly kind: "passed" | "failure" | "error";
  readonly message?: string;
  readonly detail?: string;
}

/**
 * JUnit XML for build servers: a failed test for each defect or reason of a gate, an error for each engine that did not finish, a passed one for each that
 * did. Without any proof there is an error, never an empty green suite.
 */
export function junitReport(view: CheckView, reasons: readonly GateReason[] | undefined): string {
  const cases = [
    ...view.report.engines.map(engineCase),
    ...(reasons === undefined ? view.defects.map(defectCase) : reasons.map(reasonCase)),
  ];
  if (isIncomplete(view.report) && !cases.some(({ kind }) => kind === "error"))
    cases.push({ group: "assay", name: "everything was analysed", kind: "error", message: "not all code was analysed" });
  const count = (kind: Case["kind"]): number => cases.filter((one) => one.kind === kind).length;
  const numbers = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}"`;
  const time = view.report.engines.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="assay" ${numbers} time="${time}">`,
    `  <testsuite name="assay" ${numbers} skipped="0" time="${time}">`,
    ...cases.flatMap(caseLines),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function engineCase({ id, version, status, covered, reasons }: CheckView["report"]["engines"][number]): Case {
  const name = `${id} ${version} analysed ${covered.length} files`;
  if (status === "complete") return { group: "engines", name, kind: "passed" };
  const detail = reasons.slice(0, 20).map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`));
  return { group: "engines", name, kind: "error", message: `${id}: ${status}`, detail: detail.join("\n") };
}

function defectCase({ rule, title, message, severity, location }: CheckView["defects"][number]): Case {
  const place = `${location.path}:${location.startLine}:${location.startColumn}`;
  return {
    group: location.path,
    name: `${rule} at ${place}`,
    kind: "failure",
    message: `${severity}: ${title}`,
    detail: `${place}\n${message}`,
  };
}

function reasonCase({ rule, outcome, message, path, line, decidedBy }: GateReason): Case {
  const place = path === undefined ? "" : ` at ${path}${line === undefined ? "" : `:${line}`}`;
  const by = decidedBy === undefined ? "" : `\ndecided by ${decidedBy}`;
  return {
    group: path ?? "policy",
    name: `${rule}${place}`,
    kind: outcome === "incomplete" ? "error" : "failure",
    message,
    detail: `${message}${by}`,
  };
}

function caseLines({ group, name, kind, message = "", detail = "" }: Case): string[] {
  const head = `    <testcase classname="${xml(group)}" name="${xml(name)}" time="0"`;
  if (kind === "passed") return [`${head}/>`];
  return [`${head}>`, `      <${kind} message="${xml(message)}" type="assay">${xml(detail)}</${kind}>`, "    </testcase>"];
}

/** Text for an attribute or an element of XML 1.0, which has no way to write most control characters. */
function xml(text: string): string {
  return showInvisible(text)
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#9;")
    .replaceAll("\n", "&#10;");
}

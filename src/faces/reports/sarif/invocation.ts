import type { Problem } from "#domain/completeness.ts";
import type { Invocation, Notification } from "sarif";
import { unreadText } from "#faces/reports/unread.ts";
import { type CheckView, isIncomplete } from "#faces/reports/view.ts";
import { LIMITS, message } from "./limits.ts";
import { artifact } from "./place.ts";

/** Says whether the run looked at everything, and what it did not look at: the part of SARIF that fails closed. */
export function invocation(view: CheckView, leftOut: number): Invocation {
  const notifications: Notification[] = [];
  if (leftOut > 0) {
    const text = `${leftOut} results of lower severity are not in this file: GitHub takes ${LIMITS.resultsPerRun}.`;
    notifications.push({ level: "warning", descriptor: { id: "results-left-out" }, message: { text } });
  }
  for (const engine of view.report.engines) {
    if (engine.status === "complete") continue;
    const text = `${engine.id} ${engine.version}: ${engine.status}, ${engine.covered.length} files analysed`;
    notifications.push({
      level: engine.status === "failed" ? "error" : "warning",
      descriptor: { id: `engine-${engine.status}` },
      message: message(text, "engine"),
    });
    notifications.push(...engine.reasons.map((problem) => notification(problem, `${engine.id}: `)));
  }
  notifications.push(...view.report.problems.map((problem) => notification(problem, "")));
  const unread = unreadText(view.report);
  if (unread !== undefined)
    notifications.push({ level: "note", descriptor: { id: "unread" }, message: message(unread, "unread") });
  const kept = notifications.slice(0, LIMITS.notifications);
  if (notifications.length > kept.length) {
    const text = `${notifications.length - kept.length} more notifications are left out.`;
    kept[kept.length - 1] = { level: "warning", descriptor: { id: "notifications-left-out" }, message: { text } };
  }
  return { executionSuccessful: !isIncomplete(view.report), toolExecutionNotifications: kept };
}

function notification(problem: Problem, prefix: string): Notification {
  const { path, line } = problem;
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    level: "warning",
    descriptor: { id: problem.code },
    message: message(`${prefix}${problem.message}`, problem.code),
    ...(path === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: artifact(path), ...region } }] }),
  };
}

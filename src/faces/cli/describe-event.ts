import type { RunEvent } from "#domain/event.ts";

/** One line for a person about an event, or undefined for events that only count. */
export function describeEvent(event: RunEvent): string | undefined {
  switch (event.kind) {
    case "run-started":
      return `${event.command}: ${event.files} files, run ${event.run}`;
    case "run-resumed":
      return `Resuming run ${event.run} after ${event.steps} recorded steps`;
    case "scan-started":
      return `Scanning ${event.files} files with ${event.engines.join(", ")}`;
    case "scan-progressed":
      return undefined;
    case "engine-finished": {
      const { id, version, status, covered, seconds } = event.engine;
      return `${id} ${version}: ${status}, ${covered.length} files, ${seconds.toFixed(2)} s`;
    }
    case "finding-raised": {
      const { engine, rule, location } = event.finding;
      return `${engine} found ${rule} at ${location.path}:${location.startLine}`;
    }
    case "problem-found":
      return `${event.problem.path ?? "-"}: ${event.problem.message} (${event.problem.code})`;
    case "defect-correlated":
      return `Defect ${event.defect.id}: ${event.defect.title}`;
    case "repair-started":
      return `Repairing ${event.index}/${event.total} · ${event.defect}`;
    case "model-asked":
      return `Asking ${event.model}`;
    case "model-progressed":
      return undefined;
    case "candidate-proposed":
      return `Trying ${event.candidate.origin} ${event.candidate.author}: ${event.candidate.title}`;
    case "check-started":
      return `Checking ${event.level} ${event.check}`;
    case "verdict-given":
      return `${event.verdict.level} ${event.verdict.check}: ${event.verdict.outcome} (${event.verdict.reason})`;
    case "candidate-accepted":
    case "candidate-rejected":
    case "candidate-held":
      return `${event.decision.outcome}: ${event.decision.rule}, ${event.decision.reason}`;
    case "wish-spoken":
      return `Asked for another way: ${event.text}`;
    case "question-asked":
      return `Asked: ${event.text}`;
    case "question-answered":
      return `Answered from ${event.answer.facts.length} facts`;
    case "repair-finished":
      return `Repair of ${event.repair.defect}: ${event.repair.status}`;
    case "patch-applied":
      return `Wrote ${event.path}`;
    case "statement-signed":
      return `Signed evidence ${event.digest}`;
    case "run-stopped":
      return `Stopped: ${event.reason}`;
    default:
      return event satisfies never;
  }
}

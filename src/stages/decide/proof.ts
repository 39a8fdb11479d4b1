import type { GateReason } from "#domain/gate.ts";
import type { PolicySettings } from "#domain/policy.ts";
import type { ChangeFacts } from "./change-facts.ts";

/** What is missing for a proof that everything was looked at: silence of what did not run says nothing. */
export function proofReasons(facts: ChangeFacts, policy: PolicySettings): GateReason[] {
  const known = new Map(facts.engines.map((engine) => [engine.id, engine]));
  const required = policy.engines.flatMap((id, index): GateReason[] => {
    const engine = known.get(id);
    if (engine !== undefined && engine.status !== "absent") return [];
    const message = `the required engine ${id} did not run${engine === undefined ? "" : `: ${engine.detail}`}`;
    return [{ rule: "engine-required", outcome: "incomplete", message, setting: `policy.engines.${index}` }];
  });
  const broken = facts.engines
    .filter(({ status }) => status === "partial" || status === "failed")
    .map(
      ({ id, status, detail }): GateReason => ({
        rule: "engine-incomplete",
        outcome: "incomplete",
        message: `the engine ${id} ${status === "failed" ? "failed" : "did not look at everything"}: ${detail}`,
      }),
    );
  return [
    ...facts.brokenPolicy.map(
      (message): GateReason => ({
        rule: "policy-invalid",
        outcome: "incomplete",
        message: `the policy of the base cannot be used: ${message}`,
      }),
    ),
    ...required,
    ...broken,
    ...facts.uncovered.map(
      ({ path, reason }): GateReason => ({
        rule: "not-covered",
        outcome: "incomplete",
        message: `not analysed: ${reason}`,
        ...(path === undefined ? {} : { path }),
      }),
    ),
  ];
}

import { digestJson } from "#lib/digest.ts";
import type { FixRequest } from "./api.ts";
import type { Project } from "./project.ts";
import type { Suppressions } from "./suppressions.ts";
import { toolVersion } from "./version.ts";

type KeyedProject = Pick<Project, "root" | "cwd" | "config" | "engines" | "sandbox">;

/** What makes two requests the same: everything but the files' content. A run is not resumed under other suppressions or in another sandbox. */
export async function requestKey(project: KeyedProject, request: FixRequest, { inForce }: Suppressions): Promise<string> {
  const { target, apply, approve, only, by, options, budget, reviewer, withTest } = request;
  const { root, cwd, config, engines } = project;
  return digestJson({
    command: "fix",
    tool: toolVersion(),
    root,
    cwd,
    config,
    engines,
    sandbox: (await project.sandbox()).sandbox?.id,
    target,
    apply,
    approve,
    only,
    by,
    options: options?.length ? options : undefined,
    budget,
    reviewer: reviewer?.id,
    withTest: withTest === true ? true : undefined,
    suppressions: inForce.map(({ suppression }) => suppression),
  });
}

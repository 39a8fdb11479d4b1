import { expect, test } from "vitest";
import type { Sandbox } from "#ports/sandbox.ts";
import type { FixRequest } from "./api.ts";
import { Config } from "./config.ts";
import { requestKey } from "./request-key.ts";
import { NO_SUPPRESSIONS } from "./suppressions.ts";

const REQUEST: FixRequest = { target: { paths: [] }, apply: true, approve: false, only: [] };
const key = (sandbox: string | undefined, request = REQUEST): Promise<string> => {
  const choice = sandbox === undefined ? { probes: [] } : { probes: [], sandbox: { id: sandbox } as Sandbox };
  const project = { root: "/p", cwd: "/p", config: Config.parse({}), engines: undefined, sandbox: async () => choice };
  return requestKey(project, request, NO_SUPPRESSIONS);
};

test("a run is continued only by the same request in the same sandbox: its verdicts are signed under that sandbox's name", async () => {
  expect(await key("bubblewrap")).toBe(await key("bubblewrap"));
  const others = await Promise.all([
    key("none"),
    key("unshare"),
    key(undefined),
    key("bubblewrap", { ...REQUEST, approve: true }),
  ]);
  expect(new Set([await key("bubblewrap"), ...others]).size).toBe(5);
});

import { expect, test } from "vitest";
import { replayRefused } from "./replay-permission.ts";

const signer = (state: "holds" | "unknown") => [{ claim: "signer", state, detail: "" }];

test("without a sandbox the patch of a stranger is not run again unless that is asked for", () => {
  expect(replayRefused(signer("unknown"), "none", false)).toMatch(/--trust-patch/);
  expect(replayRefused([], "none", false)).toMatch(/not run/);
  expect(replayRefused(signer("unknown"), "none", true)).toBeUndefined();
  expect(replayRefused(signer("holds"), "none", false)).toBeUndefined();
  expect(replayRefused(signer("unknown"), "bubblewrap", false)).toBeUndefined();
  expect(replayRefused(signer("unknown"), undefined, false)).toBeUndefined();
});

import type { Observation } from "./plan.ts";

/** What follows the kind in each event of it. */
export function details(observation: Observation, kind: string): string[][] {
  return observation.events.filter(([each]) => each === kind).map(([, ...rest]) => rest);
}

/** As a browser reads a Location: backslashes are slashes, controls and outer spaces are dropped. */
export function hostOf(url: string): string {
  const base = "http://app.invalid/page";
  return URL.canParse(url, base) ? new URL(url, base).host : "";
}

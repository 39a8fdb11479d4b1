import type { Readable, Writable } from "node:stream";
import terminalReviewer from "#adapters/reviewers/terminal.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import { userName } from "./user-name.ts";

/** The local user at these streams. Evidence names `local:` and the user's name, or number where it has none. */
export function localReviewer(streams: {
  readonly stdin: Readable;
  readonly prompt: Writable;
  readonly color: boolean;
}): Reviewer {
  return terminalReviewer(`local:${userName()}`, { input: streams.stdin, output: streams.prompt, color: streams.color });
}

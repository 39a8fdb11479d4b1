import { AssayError } from "#domain/errors.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import type { CommandContext } from "./context.ts";
import type { OutputFlags } from "./options.ts";
import type { Progress } from "./progress.ts";

/** A person at this terminal; the progress line makes room while he is asked. Rejects with `usage` where nobody is there. */
export async function askingReviewer(
  context: CommandContext,
  progress: Progress,
  flags: Pick<OutputFlags, "color">,
): Promise<Reviewer> {
  const { stdin, stdinIsTTY, prompt, stderr } = context.io;
  if (!stdinIsTTY) throw new AssayError("usage", "--interactive needs a terminal; leave it out to see everything at once");
  const color = flags.color === "auto" ? stderr.color : flags.color === "always";
  const reviewer = await context.reviewer({ stdin, prompt, color });
  return { id: reviewer.id, review: (request, signal) => progress.pausedWhile(() => reviewer.review(request, signal)) };
}

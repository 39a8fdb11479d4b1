import { readEnvironment } from "#app/env.ts";
import { toolVersion } from "#app/version.ts";
import { processIo } from "./io.ts";

/** What does not stop within this time after the first Ctrl-C is left behind. */
const GRACE_MS = 20_000;

/** Runs the command line of this process and gives its exit code. The first Ctrl-C ends the work in good order, the second at once. */
export async function start(argv: readonly string[]): Promise<number> {
  const io = processIo(readEnvironment());
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    await io.stdout.write(`${toolVersion()}\n`);
    return 0;
  }
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    void io.stderr.write(`${io.stderr.live ? "\r\u001b[2K" : "\n"}Stopping in good order; press Ctrl-C again to stop at once.\n`);
    controller.abort();
    setTimeout(() => process.exit(130), GRACE_MS).unref();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const { runProgram } = await import("./program.ts");
  return runProgram(argv, {
    io,
    version: toolVersion(),
    signal: controller.signal,
    open: async (options) => (await import("#app/open.ts")).open({ ...options, brief: true }),
    reviewer: async (streams) => (await import("#app/local-reviewer.ts")).localReviewer(streams),
  });
}

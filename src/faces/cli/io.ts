import type { Readable, Writable } from "node:stream";
import type { Environment } from "#app/env.ts";
import { AssayError } from "#domain/errors.ts";

/** Where a command's text goes. */
interface Sink {
  /** Width in columns; 100 where it is not a terminal. */
  readonly columns: number;
  /** Whether a line may be drawn over again: a terminal with a person before it. */
  readonly live: boolean;
  /** Whether colour is wanted by default: a terminal, or FORCE_COLOR; not under NO_COLOR. */
  readonly color: boolean;
  /** Resolves when the text has left. A reader that went away is no error; a full disk rejects with AssayError `write-failed`. */
  write(text: string): Promise<void>;
}

/** Everything a command touches besides the app, so that it can be run without a process. */
export interface Io {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly stdin: Readable;
  readonly stdinIsTTY: boolean;
  /** Text goes out here while a person is asked. */
  readonly prompt: Writable;
  readonly cwd: string;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
}

export function processIo(environment: Environment): Io {
  return {
    stdout: sink(process.stdout, environment, "standard output"),
    stderr: sink(process.stderr, environment, undefined),
    stdin: process.stdin,
    stdinIsTTY: process.stdin.isTTY,
    prompt: process.stderr,
    cwd: process.cwd(),
    now: () => performance.now(),
  };
}

/** `name` undefined: failures to write are dropped, for there is nowhere left to tell of them. */
function sink(stream: NodeJS.WriteStream, environment: Environment, name: string | undefined): Sink {
  let gone = false;
  stream.on("error", () => {
    gone = true;
  });
  return {
    get columns() {
      return stream.isTTY ? stream.columns || 80 : 100;
    },
    live: stream.isTTY && !environment.ci,
    color: environment.color === "auto" ? stream.isTTY : environment.color === "always",
    write: (text) =>
      new Promise((resolve, reject) => {
        if (gone || text === "") return resolve();
        stream.write(text, (error) => {
          if (!error || name === undefined || ("code" in error && error.code === "EPIPE")) return resolve();
          reject(new AssayError("write-failed", `cannot write to ${name}: ${error.message}`, { cause: error }));
        });
      }),
  };
}

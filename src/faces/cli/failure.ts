import { AssayError } from "#domain/errors.ts";
import { createPaint } from "#lib/paint.ts";
import { showInvisible } from "#lib/text.ts";

export interface Failure {
  readonly code: number;
  /** For standard error. */
  readonly text: string;
}

/** What a person is told of an error, and the exit code. An AssayError names its remedy; anything else is a bug of ours and shows its stack. */
export function describeFailure(error: unknown, interrupted: boolean, color: boolean): Failure {
  const paint = createPaint(color);
  if (interrupted || (error instanceof AssayError && error.code === "interrupted")) {
    return { code: 130, text: "Interrupted. Run the same command again to resume.\n" };
  }
  if (error instanceof AssayError) {
    const head = `${paint(["bold", "red"], "error")} ${paint("dim", `[${error.code}]`)} ${showInvisible(error.message)}`;
    return { code: error.exitCode, text: `${head}\n  ${showInvisible(error.hint)}\n` };
  }
  const stack = error instanceof Error ? stackOf(error) : String(error);
  return {
    code: 5,
    text: `${paint(["bold", "red"], "internal error")} This is a bug in assay; please report it with these lines.\n${showInvisible(stack)}\n`,
  };
}

function stackOf(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}

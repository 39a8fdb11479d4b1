import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

export type UntrustedText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "refused"; readonly reason: string; readonly cause?: unknown };

/**
 * The text of a file that a repository may have laid a trap under: no link at its end is followed, a pipe is not waited for, and what is
 * not UTF-8 or longer than `maxBytes` is refused.
 */
export function readUntrusted(path: string, maxBytes: number): UntrustedText {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    const link = code === "ELOOP";
    return {
      kind: "refused",
      reason: link ? "is a symbolic link; settings are read from regular files only" : `cannot be opened (${code})`,
      cause,
    };
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { kind: "refused", reason: "is not a regular file" };
    if (stats.size > maxBytes)
      return { kind: "refused", reason: `${stats.size} bytes, more than the ${maxBytes} a settings file may have` };
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(descriptor)) };
  } catch (cause) {
    if (cause instanceof TypeError) return { kind: "refused", reason: "is not valid UTF-8", cause };
    throw cause;
  } finally {
    closeSync(descriptor);
  }
}

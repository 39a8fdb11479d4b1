import { userInfo } from "node:os";

/** Name of the local user, or its number where the system has no name for it. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's table, as in containers.
    return String(process.getuid?.() ?? "unknown");
  }
}

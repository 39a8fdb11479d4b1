import { open } from "node:fs/promises";
import { type Claim, fails } from "#domain/claim.ts";
import { AssayError } from "#domain/errors.ts";

/** Files before and logs are inside; beyond this no bundle is read. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The text of a file of evidence, or the claim that fails. Rejects with `evidence-unreadable` where there is no such file. */
export async function readEvidence(file: string): Promise<string | Claim> {
  const unreadable = (cause: unknown): never => {
    throw new AssayError("evidence-unreadable", `${file} cannot be read`, { cause });
  };
  const handle = await open(file).catch(unreadable);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new AssayError("evidence-unreadable", `${file} is no regular file`);
    if (stats.size > MOST_BYTES)
      return fails("form", "too-large", `${stats.size} bytes, more than the ${MOST_BYTES} that are read`);
    const bytes = await handle.readFile();
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return fails("form", "not-text");
    if (cause instanceof AssayError) throw cause;
    return unreadable(cause);
  } finally {
    await handle.close();
  }
}

import { AssayError } from "#domain/errors.ts";
import type { Git } from "./git.ts";
import { resolveCommit } from "./revision.ts";

const REF = "refs/notes/assay";
/** Notes are commits; theirs is no person's word, so nobody's name stands on it. */
const AUTHOR = ["-c", "user.name=assay", "-c", "user.email=assay@localhost"];

/** Puts a text beside a commit, in place of what stood there, and gives the commit's id. Writes objects and one reference; runs no hook. */
export async function writeNote(git: Git, revision: string, text: string, signal: AbortSignal): Promise<string> {
  const commit = await resolveCommit(git, revision, signal);
  const blob = Buffer.from(await git.run(["hash-object", "-w", "--stdin"], { signal, stdin: text }))
    .toString("utf8")
    .trim();
  await git.run([...AUTHOR, "notes", `--ref=${REF}`, "add", "--force", `--reuse-message=${blob}`, commit], { signal });
  return commit;
}

/** The text beside a commit; undefined where there is none. */
export async function readNote(git: Git, revision: string, signal: AbortSignal): Promise<string | undefined> {
  const commit = await resolveCommit(git, revision, signal);
  const listed = await git.run(["notes", `--ref=${REF}`, "list", commit], { signal, okExits: [1] });
  const blob = Buffer.from(listed).toString("utf8").trim();
  if (blob === "") return undefined;
  const bytes = await git.run(["cat-file", "blob", blob], { signal });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AssayError("evidence-unreadable", `the note of ${revision} is not UTF-8`, { cause });
  }
}

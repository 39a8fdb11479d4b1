import { isRepoPath } from "#domain/ids.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Git } from "./git.ts";

/** Files of the work tree that git neither tracks nor ignores. Names alone are read, so no filter or monitor is started. */
export async function untrackedFiles(
  git: Git,
  signal: AbortSignal,
): Promise<{ readonly paths: readonly string[]; readonly problems: readonly Problem[] }> {
  const output = await git.run(["ls-files", "-z", "--others", "--exclude-standard"], { signal });
  const paths: string[] = [];
  const problems: Problem[] = [];
  for (const name of Buffer.from(output).toString("latin1").split("\0")) {
    if (name === "") continue;
    const bytes = Buffer.from(name, "latin1");
    const path = bytes.toString("utf8");
    if (path.endsWith("/"))
      problems.push({ path: path.slice(0, -1), code: "submodule", message: "another repository, which git does not track" });
    else if (Buffer.from(path, "utf8").equals(bytes) && isRepoPath(path)) paths.push(path);
    else problems.push({ code: "bad-name", message: `the name cannot be used as a path: ${JSON.stringify(name)}` });
  }
  return { paths, problems };
}

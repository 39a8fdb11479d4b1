import type { Detection } from "#adapters/checks/tests/test-project.ts";
import type { Workspace } from "#ports/workspace.ts";

/** What stands in the folder of a project in Java. */
export const BUILD_FILES = ["pom.xml", "build.gradle", "build.gradle.kts", "build.xml"];

const NEWER = /^\s*import\s+(?:static\s+)?org\.junit\.jupiter\b/mu;
const OLDER = /^\s*import\s+(?:static\s+)?(?:org\.junit\.(?!jupiter\b)|junit\.framework\b)/mu;
const OTHERS = /^\s*import\s+(?:static\s+)?(org\.testng|spock|io\.kotest)\b/mu;

/** Tests written for JUnit, by what they import; of both generations the newer, which runs neither of the other's. */
export async function detectJava(before: Workspace, folder: string, files: readonly string[]): Promise<Detection> {
  const [newer, older]: [string[], string[]] = [[], []];
  let other: string | undefined;
  for (const file of files) {
    const text = new TextDecoder().decode(await before.read(file));
    if (!/@\w*Test\b|\bextends\s+TestCase\b/u.test(text)) continue;
    if (NEWER.test(text)) newer.push(file);
    else if (OLDER.test(text)) older.push(file);
    else other ??= OTHERS.exec(text)?.[1];
  }
  if (newer.length > 0) return { kind: "found", project: { kind: "java", folder, files: newer, junit: 5 } };
  if (older.length > 0) return { kind: "found", project: { kind: "java", folder, files: older, junit: 4 } };
  if (other !== undefined)
    return { kind: "none", reason: "no-runner", detail: `The tests are written for ${other}, not for JUnit.` };
  return { kind: "none", reason: "no-tests", detail: `No test for JUnit below ${folder || "the root"}.` };
}

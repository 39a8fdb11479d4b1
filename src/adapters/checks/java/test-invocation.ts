import { posix } from "node:path";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import { type Invocation, TOOLS } from "#adapters/checks/tests/invocations.ts";
import { parseUnittest } from "#adapters/checks/tests/parse-json.ts";
import type { TestProject } from "#adapters/checks/tests/test-project.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { junitProgram } from "./test-programs.ts";
import { JAVA_OPTIONS, javaOf, projectJars, SOURCE_ROOTS, systemJars } from "./toolchain.ts";

/** What has to be on the class path, as the system and projects name it. */
const PARTS = {
  4: ["junit4", "hamcrest"],
  5: [
    "junit-platform-launcher",
    "junit-platform-engine",
    "junit-platform-commons",
    "junit-jupiter-api",
    "junit-jupiter-engine",
    "junit-jupiter-params",
    "opentest4j",
    "apiguardian-api",
    "univocity-parsers",
    "junit4",
    "hamcrest",
  ],
} as const;
const NEEDED = { 4: /\/junit4?(?:-4[\d.]*)?\.jar$/u, 5: /\/junit-platform-(?:launcher|console-standalone)[^/]*\.jar$/u } as const;

/**
 * JUnit itself, started by a program of ours that compiles the tests first: no build tool is run, since what it does is the project's to say and its
 * parts would have to be fetched. `missing` says what is not here.
 */
export async function javaInvocation(
  context: CheckContext,
  workspace: Workspace,
  { folder, junit, files: all }: Extract<TestProject, { kind: "java" }>,
  files: readonly string[] | undefined,
): Promise<Invocation | { readonly missing: string }> {
  const toolchain = await javaOf(context);
  if (toolchain === undefined) return { missing: "No JDK below /usr was found." };
  const jars = [...(await projectJars(workspace, folder)), ...(await systemJars(PARTS[junit]))];
  if (!jars.some((jar) => NEEDED[junit].test(jar)))
    return {
      missing: `The tests are written for JUnit ${junit}, which lies neither in the project's lib, libs or target/dependency nor in /usr/share/java.`,
    };
  const root = posix.join(PROJECT, folder);
  const within = (names: readonly string[]): string => names.map((name) => posix.join(root, name)).join(":");
  return {
    runner: `JUnit ${junit}`,
    argv: [
      toolchain.java,
      ...JAVA_OPTIONS,
      "-cp",
      jars.join(":"),
      posix.join(TOOLS, "AssayTests.java"),
      within(SOURCE_ROOTS),
      within(["src/main/resources", "src/test/resources"]),
      ...(files ?? all).map((file) => posix.join(PROJECT, file)),
    ],
    mounts: toolchain.mounts,
    env: {},
    programs: junitProgram(junit),
    told: "framed",
    parse: parseUnittest,
    fault: (stderr) => /^cannot build: (.*)$/mu.exec(stderr)?.[1]?.replaceAll(`${PROJECT}/`, ""),
    v8: false,
  };
}

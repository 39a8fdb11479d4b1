import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { folderMounts } from "#adapters/checks/attack/run-side.ts";
import type { DriverPlan, Order } from "#adapters/checks/compiled/aims.ts";
import { type Driven, notDriven, readDriven, standInPrograms } from "#adapters/checks/compiled/driven.ts";
import { ENVIRONMENT } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { JAVA_DRIVER } from "./driver.ts";
import { servletStandIns } from "./servlet-stand-ins.ts";
import { javaSources } from "./sources.ts";
import { springStandIns } from "./spring-stand-ins.ts";
import { JAVA_OPTIONS, javaOf } from "./toolchain.ts";

const TOOLS = "/assay/drive";
const SECONDS = 60;

/** Compiles the class with what it names of the project, beside the driver, and calls its method; servlets are stood in for where no library has them. */
export async function driveJava(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  order: Order,
  plan: DriverPlan,
  signal: AbortSignal,
): Promise<Driven> {
  const toolchain = await javaOf(context);
  if (toolchain === undefined) return notDriven("no-compiler", "No JDK below /usr was found, so nothing was compiled.");
  const { text, jars, roots } = await javaSources(workspace, order.path);
  const web = /\b(javax|jakarta)\.servlet\b/u.exec(text)?.[1];
  const stoodIn = web !== undefined && !jars.some((jar) => /servlet|tomcat|jetty|jakarta\.jakartaee/u.test(jar));
  const spring =
    /\borg\.springframework\b/u.test(text) && !jars.some((jar) => /\/spring-(?:web|webmvc|core|context|jdbc)\b/u.test(jar));
  const staged = await withStaged<Driven>(context, workspace, signal, async (mounts) => {
    const [tools, scratch, programs] = [
      await context.stager.scratch(),
      await context.stager.scratch(),
      await context.stager.scratch(),
    ];
    try {
      await writeFile(join(tools.host, "AssayDrive.java"), JAVA_DRIVER);
      const standIns = {
        ...(stoodIn ? servletStandIns(web === "jakarta" ? "jakarta" : "javax") : {}),
        ...(spring ? springStandIns() : {}),
      };
      for (const [name, source] of Object.entries(standIns)) {
        await mkdir(dirname(join(tools.host, name)), { recursive: true });
        await writeFile(join(tools.host, name), source);
      }
      await chmod(tools.host, 0o755);
      const result = await sandbox.run(
        {
          argv: [
            toolchain.java,
            ...JAVA_OPTIONS,
            ...(jars.length === 0 ? [] : ["-cp", jars.join(":")]),
            `${TOOLS}/AssayDrive.java`,
          ],
          cwd: "/tmp",
          env: { ...ENVIRONMENT, PATH: `${ENVIRONMENT.PATH}:/assay/programs` },
          mounts: [
            ...mounts,
            ...toolchain.mounts,
            { host: tools.host, inside: TOOLS, mode: "read-only" },
            await standInPrograms(order.programs, programs.host),
            ...(await folderMounts(order.folders, scratch.host)),
          ],
          stdin: new TextEncoder().encode(linesOf(order, plan, [...roots, TOOLS].join(":"))),
          limits: { ...DEFAULT_LIMITS, seconds: SECONDS, outputBytes: 16 << 20 },
        },
        signal,
      );
      const driven = readDriven(result, plan.token, SECONDS);
      const stood = [...(stoodIn ? [`${web}.servlet`] : []), ...(spring ? ["org.springframework"] : [])];
      return driven.kind === "seen" && stood.length > 0 ? { ...driven, standIns: stood } : driven;
    } finally {
      await Promise.all([tools.dispose(), scratch.dispose(), programs.dispose()]);
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : notDriven("not-staged", staged.detail);
}

/** The plan as lines of a key and its values, each encoded as in an address: Java reads no JSON by itself. */
function linesOf(order: Order, plan: DriverPlan, sources: string): string {
  const line = (...words: readonly string[]): string => words.map((word) => encodeURIComponent(word.toWellFormed())).join("\t");
  return [
    line("token", plan.token),
    line("room", plan.room),
    line("port", String(plan.port)),
    line("prefix", plan.prefix),
    line("family", order.family),
    line("sources", sources),
    line("file", posix.join(PROJECT, order.path)),
    line("documents", order.documents),
    line("owner", order.owner),
    line("name", order.name),
    ...order.types.map((type) => line("type", type)),
    ...plan.fields.map((field) => line("field", field)),
    ...plan.folders.map((folder) => line("folder", folder)),
    ...plan.parameters.map(({ name, shape, text }) => line("parameter", name, shape, text)),
    ...plan.secrets.map(({ path, text }) => line("secret", path, text)),
    ...plan.shots.map(({ id, parameter, text, canary }) =>
      line("shot", id, String(parameter), text === null ? "" : `=${text}`, canary),
    ),
    "",
  ].join("\n");
}

import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { folderMounts } from "#adapters/checks/attack/run-side.ts";
import type { DriverPlan, Order } from "#adapters/checks/compiled/aims.ts";
import { type Driven, readDriven, notDriven, standInPrograms } from "#adapters/checks/compiled/driven.ts";
import { nearestFolder, PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type Mount } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { GO_DATABASE, GO_NO_DATABASE } from "./driver-database.ts";
import { GO_DRIVER } from "./driver.ts";
import { goPackage } from "./entry.ts";
import { folderOf } from "./test-packages.ts";
import { compiledPackages, firstFault, goEnvironment, goOf, packageArgument } from "./toolchain.ts";

const OUT = "/assay/out";
const BUILD_SECONDS = 120;
const SECONDS = 60;

/** Builds a test of the target's package around the driver, without the package's own tests, and runs it on the plan. */
export async function driveGo(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  order: Order,
  plan: DriverPlan,
  signal: AbortSignal,
): Promise<Driven> {
  const program = await goOf(context);
  if (program === undefined) return notDriven("no-go", "No go below /usr was found, so nothing was built.");
  const module = await nearestFolder(workspace, order.path, ["go.mod"]);
  const folder = folderOf(order.path);
  const text = new TextDecoder().decode(await workspace.read(order.path));
  const cache = await compiledPackages(context);
  const staged = await withStaged<Driven>(context, workspace, signal, async (mounts) => {
    const [scratch, programs] = [await context.stager.scratch(), await context.stager.scratch()];
    try {
      await chmod(scratch.host, 0o777);
      const host = join(mounts[0]?.host ?? "", folder);
      for (const name of await readdir(host)) if (name.endsWith("_test.go")) await rm(join(host, name));
      for (const [name, source] of Object.entries(sourcesOf(order, text))) await writeFile(join(host, name), source);
      if (module === undefined)
        await writeFile(join(mounts[0]?.host ?? "", folder, "go.mod"), "module assay.invalid/alone\n\ngo 1.18\n");
      const root = module ?? folder;
      const environment = goEnvironment(await workspace.has(posix.join(root, "vendor/modules.txt")));
      const out: Mount = { host: scratch.host, inside: OUT, mode: "read-write" };
      const built = await sandbox.run(
        {
          argv: [program, "test", "-c", "-vet=off", "-o", `${OUT}/drive.test`, packageArgument(root, folder)],
          cwd: posix.join(PROJECT, root),
          env: environment,
          mounts: [...mounts, out, cache],
          limits: { ...DEFAULT_LIMITS, seconds: BUILD_SECONDS, processes: 512 },
        },
        signal,
      );
      if (built.end === "timed-out") return notDriven("timed-out", `The package was not built in ${BUILD_SECONDS} s.`);
      if (built.end !== "exited" || built.code !== 0) {
        const said = new TextDecoder().decode(built.stderr);
        return notDriven(
          "driver-failed",
          `The package could not be built with a driver in it: ${firstFault(said, PROJECT)}`,
          said.slice(-8000),
        );
      }
      const result = await sandbox.run(
        {
          argv: [`${OUT}/drive.test`, "-test.run=^TestAssayDrive$", `-test.timeout=${SECONDS}s`],
          cwd: posix.join(PROJECT, folder),
          env: { ...environment, PATH: `${environment["PATH"] ?? ""}:/assay/programs` },
          mounts: [
            ...mounts,
            { ...out, mode: "read-only" },
            await standInPrograms(order.programs, programs.host),
            ...(await folderMounts(order.folders, scratch.host)),
          ],
          stdin: new TextEncoder().encode(JSON.stringify(plan)),
          limits: { ...DEFAULT_LIMITS, seconds: SECONDS, outputBytes: 16 << 20 },
        },
        signal,
      );
      return readDriven(result, plan.token, SECONDS);
    } finally {
      await Promise.all([scratch.dispose(), programs.dispose()]);
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : notDriven("not-staged", staged.detail);
}

function sourcesOf({ name, owner, variables }: Order, text: string): Record<string, string> {
  const head = `package ${goPackage(text)}\n`;
  const target = owner === "" ? name : `(${owner}).${name}`;
  const filled = variables.map((each) => `, &${each}`).join("");
  const databases = /"database\/sql"/u.test(text);
  return {
    "zz_assay_driver_test.go": `${head}${GO_DRIVER}`,
    "zz_assay_special_test.go": `${head}${databases ? GO_DATABASE : GO_NO_DATABASE}`,
    "zz_assay_target_test.go": `${head}\nimport "testing"\n\nfunc TestAssayDrive(*testing.T) { assayDrive(${target}${filled}) }\n`,
  };
}

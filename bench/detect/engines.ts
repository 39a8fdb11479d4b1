import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { Config } from "#app/config.ts";
import { readEnvironment } from "#app/env.ts";
import { type EngineState, openEngines } from "#app/scanners.ts";
import { digest } from "#lib/digest.ts";

export interface OpenedEngines {
  /** Absolute path of an empty folder that stands for the project's root. */
  readonly root: string;
  /** All that are registered; those that take part have a scanner. */
  readonly engines: readonly EngineState[];
}

/**
 * The registered engines as the app opens them, over an empty project: no configuration and no team rules of this machine take part. The folder is
 * removed when the process ends.
 */
export async function openBenchEngines(ids: readonly string[]): Promise<OpenedEngines> {
  const root = mkdtempSync(join(tmpdir(), "assay-bench-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  const environment = readEnvironment();
  const config = Config.parse(ids.length === 0 ? {} : { engines: ids });
  const opened = openEngines({
    teamRules: [],
    config,
    sandbox: async () => selectSandbox({ preference: config.sandbox, unsafeNoSandbox: false }),
    stager: createDirectoryStager(),
    findExecutable: (name) => environment.findExecutable(name, root),
    putRaw: async (bytes) => digest(bytes),
  });
  return { root, engines: await opened.known() };
}

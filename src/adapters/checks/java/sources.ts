import { posix } from "node:path";
import { nearestFolder, PROJECT } from "#adapters/checks/kit/staged-project.ts";
import type { Workspace } from "#ports/workspace.ts";
import { BUILD_FILES } from "./detect-tests.ts";
import { projectJars, SOURCE_ROOTS } from "./toolchain.ts";

/** Where a compiler finds what a file names, by absolute paths inside. */
export interface JavaSources {
  readonly text: string;
  readonly jars: readonly string[];
  readonly roots: readonly string[];
}

export async function javaSources(workspace: Workspace, path: string): Promise<JavaSources> {
  const folder = (await nearestFolder(workspace, path, BUILD_FILES)) ?? "";
  const jars = await projectJars(workspace, folder);
  const text = new TextDecoder().decode(await workspace.read(path));
  const packaged = /^\s*package\s+([\w.]+)\s*;/mu.exec(text)?.[1]?.replaceAll(".", "/") ?? "";
  const held = posix.dirname(path);
  const own = packaged !== "" && held.endsWith(packaged) ? held.slice(0, held.length - packaged.length) : held;
  const roots = [own, ...SOURCE_ROOTS.map((each) => posix.join(folder, each))].map((each) => posix.join(PROJECT, each));
  return { text, jars, roots: [...new Set(roots)] };
}

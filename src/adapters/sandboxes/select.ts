import { access, constants } from "node:fs/promises";
import type { Sandbox } from "#ports/sandbox.ts";
import { createBubblewrap } from "./bubblewrap.ts";
import { createNone } from "./none.ts";
import { createUnshare } from "./unshare.ts";

export interface SandboxChoice {
  /** Undefined when no form works here and running bare was not allowed. */
  readonly sandbox?: Sandbox;
  /** Every form tried, in order, with what was found. */
  readonly probes: readonly { readonly id: string; readonly usable: boolean; readonly detail: string }[];
}

export interface SandboxPreference {
  readonly preference: "auto" | "bubblewrap" | "unshare";
  /** The user's explicit word that programs may run without walls where no form works. */
  readonly unsafeNoSandbox: boolean;
}

/** Only the system's own folders: a `bwrap` that a project puts on the path is not trusted. */
const FOLDERS = ["/usr/bin", "/bin", "/usr/local/bin"];

/** Probes by really running a program in each form, in the order of their strength; `none` comes last and only when allowed. */
export async function selectSandbox({ preference, unsafeNoSandbox }: SandboxPreference): Promise<SandboxChoice> {
  const probes: SandboxChoice["probes"][number][] = [];
  if (process.platform === "linux") {
    if (preference !== "unshare") {
      const executable = await find("bwrap");
      if (executable === undefined) probes.push({ id: "bubblewrap", usable: false, detail: "bwrap is not installed" });
      else {
        const sandbox = createBubblewrap({ executable });
        probes.push({ id: sandbox.id, ...(await sandbox.probe()) });
        if (probes.at(-1)?.usable === true) return { sandbox, probes };
      }
    }
    if (preference !== "bubblewrap") {
      const sandbox = createUnshare();
      probes.push({ id: sandbox.id, ...(await sandbox.probe()) });
      if (probes.at(-1)?.usable === true) return { sandbox, probes };
    }
  } else probes.push({ id: "bubblewrap", usable: false, detail: `needs Linux, this is ${process.platform}` });
  if (!unsafeNoSandbox) return { probes };
  const sandbox = createNone();
  probes.push({ id: sandbox.id, ...(await sandbox.probe()) });
  return { sandbox, probes };
}

async function find(name: string): Promise<string | undefined> {
  for (const folder of FOLDERS) {
    const path = `${folder}/${name}`;
    if (await access(path, constants.X_OK).then(yes, no)) return path;
  }
  return undefined;
}

const yes = (): boolean => true;
const no = (): boolean => false;

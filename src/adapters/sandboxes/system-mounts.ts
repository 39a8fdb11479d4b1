import { lstat, readdir, readlink, stat } from "node:fs/promises";

/** What every program sees of the machine: programs and libraries, read-only, and made-up accounts. No home, no project. */
export interface SystemTree {
  /** Host paths, shown at the same place. */
  readonly binds: readonly { readonly path: string; readonly folder: boolean }[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Folders inside the binds that are shown empty: sources, where images like to keep a project. */
  readonly hidden: readonly string[];
}

const TOP = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
const SETTINGS = [
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/ld.so.conf.d",
  "/etc/alternatives",
  "/etc/ssl/certs",
  "/etc/localtime",
  "/etc/mime.types",
];
/** Debian's JDKs link to their settings here and start no compiler without them. */
const JAVA_SETTINGS = /^java-\d+-openjdk$/u;
const HIDDEN = ["/usr/src", "/usr/local/src"];
const STUBS = [
  {
    path: "/etc/passwd",
    text: "root:x:0:0:root:/tmp:/usr/sbin/nologin\nsandbox:x:65534:65534:sandbox:/tmp:/usr/sbin/nologin\n",
  },
  { path: "/etc/group", text: "root:x:0:\nsandbox:x:65534:\n" },
  { path: "/etc/hosts", text: "127.0.0.1 localhost\n::1 localhost\n" },
  { path: "/etc/nsswitch.conf", text: "passwd: files\ngroup: files\nhosts: files\n" },
];

export async function systemTree(): Promise<SystemTree> {
  const binds: { path: string; folder: boolean }[] = [{ path: "/usr", folder: true }];
  const links: { path: string; target: string }[] = [];
  for (const path of TOP) {
    const entry = await lstat(path).catch(absent);
    if (entry?.isSymbolicLink() === true) links.push({ path, target: await readlink(path) });
    else if (entry?.isDirectory() === true) binds.push({ path, folder: true });
  }
  const java = (await readdir("/etc")).filter((name) => JAVA_SETTINGS.test(name)).map((name) => `/etc/${name}`);
  for (const path of [...SETTINGS, ...java]) {
    const entry = await stat(path).catch(absent);
    if (entry !== undefined) binds.push({ path, folder: entry.isDirectory() });
  }
  const hidden: string[] = [];
  for (const path of HIDDEN) if ((await lstat(path).catch(absent))?.isDirectory() === true) hidden.push(path);
  return { binds, links, files: STUBS, hidden };
}

function absent(): undefined {
  return undefined;
}

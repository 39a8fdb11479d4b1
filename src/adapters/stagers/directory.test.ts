import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AssayError } from "#domain/errors.ts";
import type { Workspace } from "#ports/workspace.ts";
import { createDirectoryStager } from "./directory.ts";

let root: string;
const signal = new AbortController().signal;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-stager-test-"));
  await put("src/a.py", "a = 1\n");
  await put("run.sh", "echo\n", 0o755);
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text, { mode });
}

function workspace(changed: Readonly<Record<string, string>> = {}): Workspace {
  return {
    root,
    list: async () => ({ files: [{ path: "src/a.py", language: "python", bytes: 6 }], skipped: [] }),
    read: async (path) => (changed[path] === undefined ? readFile(join(root, path)) : Buffer.from(changed[path])),
    has: async (path) => existsSync(join(root, path)),
    changed: async () => Object.entries(changed).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
  };
}

describe("directory stager", () => {
  it("copies the project with the workspace's changes on top", async () => {
    const staged = await createDirectoryStager().stage(
      { workspace: workspace({ "src/a.py": "a = 2\n", "new/b.py": "b\n" }) },
      signal,
    );

    expect(await readFile(join(staged.host, "src/a.py"), "utf8")).toBe("a = 2\n");
    expect(await readFile(join(staged.host, "new/b.py"), "utf8")).toBe("b\n");
    expect((await stat(join(staged.host, "run.sh"))).mode & 0o111).toBe(0o111);
    expect((await stat(dirname(staged.host))).mode & 0o777).toBe(0o700);
    await staged.dispose();
    await staged.dispose();
    expect(existsSync(dirname(staged.host))).toBe(false);
  });

  it("leaves histories out, names dependency folders, and follows no link", async () => {
    await put(".git/config", "[core]\n");
    await put("node_modules/x/index.js", "x\n");
    await put("packages/web/node_modules/y/index.js", "y\n");
    await symlink("/etc/passwd", join(root, "link"));
    await symlink("/etc", join(root, "folder"));

    const staged = await createDirectoryStager().stage({ workspace: workspace() }, signal);

    expect((await readdir(staged.host)).toSorted()).toEqual(["node_modules", "packages", "run.sh", "src"]);
    expect(await readdir(join(staged.host, "node_modules"))).toEqual([]);
    expect(staged.linked).toEqual(["node_modules", "packages/web/node_modules"]);
    await staged.dispose();
  });

  it("copies a dependency folder that holds a change", async () => {
    await put("vendor/lib.py", "x = 1\n");

    const staged = await createDirectoryStager().stage({ workspace: workspace({ "vendor/lib.py": "x = 2\n" }) }, signal);

    expect(staged.linked).toEqual([]);
    expect(await readFile(join(staged.host, "vendor/lib.py"), "utf8")).toBe("x = 2\n");
    await staged.dispose();
  });

  it("copies only what is asked for, appends and adds", async () => {
    const staged = await createDirectoryStager().stage(
      { workspace: workspace(), only: ["src/a.py"], append: (path) => `# ${path}\n`, extra: { "settings.ini": "[x]\n" } },
      signal,
    );

    expect(await readFile(join(staged.host, "src/a.py"), "utf8")).toBe("a = 1\n# src/a.py\n");
    expect((await readdir(staged.host)).toSorted()).toEqual(["settings.ini", "src"]);
    await staged.dispose();
  });

  it("refuses a project beyond the allowance and leaves nothing behind", async () => {
    const base = await mkdtemp(join(tmpdir(), "assay-stager-base-"));
    const stager = createDirectoryStager({ base, files: 1 });

    await expect(stager.stage({ workspace: workspace() }, signal)).rejects.toThrow(AssayError);
    expect(await readdir(base)).toEqual([]);
    await rm(base, { recursive: true });
  });

  it("refuses a path that leads out of the copy", async () => {
    const stager = createDirectoryStager();

    await expect(stager.stage({ workspace: workspace(), extra: { "../x": "" } }, signal)).rejects.toThrow("not a path");
  });

  it("removes what still lives when the process exits", async () => {
    const script = `const { createDirectoryStager } = await import("#adapters/stagers/directory.ts"); console.log((await createDirectoryStager().scratch()).host);`;

    const host = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).trim();

    expect(host).toContain("assay-");
    expect(existsSync(dirname(host))).toBe(false);
  });
});

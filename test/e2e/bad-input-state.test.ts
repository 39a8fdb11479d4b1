import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import {
  assay,
  expectEnd,
  leftovers,
  type Place,
  place,
  removePlaces,
  snapshot,
  WEAK_PYTHON,
  write,
} from "./bad-input-project.ts";

const FIX = ["fix", "--quiet", "--engine", "assay", "--apply", "--approve"];
const mounts: string[] = [];

afterEach(() => {
  for (const folder of mounts.splice(0)) execFileSync("umount", [folder]);
});
afterAll(removePlaces);

/** A file system of a few pages; only root may mount one. */
function mountSmall(folder: string, size: string): void {
  fs.mkdirSync(folder, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "assay-test", folder]);
  mounts.push(folder);
}

const probe = (program: string, ...argv: readonly string[]): boolean =>
  spawnSync(program, argv, { stdio: "ignore" }).status === 0;
const mayMount = probe("unshare", "--mount", "mount", "-t", "tmpfs", "none", "/tmp");
const mayBecome = probe("setpriv", "--reuid", "65534", "--clear-groups", process.execPath, "--version");
const AS_NOBODY = { through: ["setpriv", "--reuid", "65534", "--clear-groups"] };

/** Lets every user into the place. */
function shared(here: Place): Place {
  for (const folder of [dirname(here.root), here.root, here.environment["TMPDIR"] as string]) fs.chmodSync(folder, 0o777);
  return here;
}

describe("the state folder", () => {
  test.each<[string, (state: string) => void, string]>([
    ["is a file", (state) => fs.writeFileSync(state, ""), "it is no folder"],
    ["lies under a file", (state) => fs.symlinkSync("/dev/null/x", state), "ENOTDIR"],
    ["holds rubbish as journal", (state) => write(state, "journal.sqlite", "x".repeat(9000)), "journal-corrupt"],
    ["holds a folder as journal", (state) => fs.mkdirSync(join(state, "journal.sqlite"), { recursive: true }), "write-failed"],
    ["holds rubbish as key", (state) => writeKey(state, "rubbish", 0o600), "key-unsafe"],
    ["holds a key that others can read", (state) => writeKey(state, "rubbish", 0o644), "key-unsafe"],
    ["holds a key that leads nowhere", (state) => linkKey(state), "write-failed"],
  ])("%s", async (_, spoil, said) => {
    const here = place({ "a.py": WEAK_PYTHON });
    spoil(here.state);

    expectEnd(await assay(here, ["fix", "--quiet", "--engine", "assay"]), 5, said, here.state);
    expect(snapshot(here.root)).toEqual(snapshot(place({ "a.py": WEAK_PYTHON }).root));
    expect(leftovers(here)).toEqual([]);
  });

  test.runIf(mayMount).each(["16k", "200k"])("lies on a disk of %s", async (size) => {
    const here = place({ "a.py": WEAK_PYTHON });
    mountSmall(here.state, size);
    const before = snapshot(here.root);

    expectEnd(await assay(here, FIX), 5, "write-failed", "Check free space");
    expect(snapshot(here.root)).toEqual(before);
    expect(leftovers(here)).toEqual([]);
  });

  test.runIf(mayBecome)("must not be written by this user, nor the home", async () => {
    const here = shared(place({ "a.py": WEAK_PYTHON }));

    expectEnd(await assay(here, ["check", "--quiet", "--engine", "assay"], AS_NOBODY), 1, "a.py:2:7");
    fs.mkdirSync(here.state, { mode: 0o500 });
    expectEnd(await assay(here, FIX, AS_NOBODY), 5, "write-failed", here.state);
    expect(fs.readFileSync(join(here.root, "a.py"), "utf8")).toBe(WEAK_PYTHON);
  });
});

function writeKey(state: string, text: string, mode: number): void {
  write(state, "keys/ed25519.pem", text);
  fs.chmodSync(join(state, "keys/ed25519.pem"), mode);
}

function linkKey(state: string): void {
  fs.mkdirSync(join(state, "keys"), { recursive: true });
  fs.symlinkSync("/nowhere/key", join(state, "keys/ed25519.pem"));
}

describe("the project", () => {
  test.runIf(mayMount)("lies on a full disk: the repair is refused and no file changes", async () => {
    const here = place();
    mountSmall(here.root, "16k");
    write(here.root, "a.py", WEAK_PYTHON);
    fs.writeFileSync(join(here.root, "filler"), Buffer.alloc(4096));
    const filler = fs.openSync(join(here.root, "filler2"), "w");
    expect(() => {
      for (;;) fs.writeSync(filler, Buffer.alloc(4096));
    }).toThrow("ENOSPC");
    fs.closeSync(filler);
    const before = snapshot(here.root);

    expectEnd(await assay(here, FIX), 5, "write-failed", "cannot write a.py (ENOSPC); no file was changed");
    expect(snapshot(here.root)).toEqual(before);

    fs.unlinkSync(join(here.root, "filler2"));
    expectEnd(await assay(here, FIX), 0, "a.py");
    expect(fs.readFileSync(join(here.root, "a.py"), "utf8")).toContain("sha256");
  });

  test.runIf(mayBecome)("holds files and folders that this user may not read or write", async () => {
    const here = shared(place({ "a.py": WEAK_PYTHON, "b.py": WEAK_PYTHON, "closed/c.py": WEAK_PYTHON }));
    for (const path of ["b.py", "closed"]) fs.chmodSync(join(here.root, path), 0);
    fs.chmodSync(here.root, 0o755);
    fs.mkdirSync(here.state);
    fs.chmodSync(here.state, 0o777);

    const checked = await assay(here, ["check", "--engine", "assay"], AS_NOBODY);
    const fixed = await assay(here, FIX, AS_NOBODY);
    fs.chmodSync(join(here.root, "closed"), 0o755);

    expectEnd(checked, 1, "b.py: cannot be opened: EACCES", "closed: cannot list the folder: EACCES", "Incomplete:");
    expectEnd(fixed, 5, "write-failed", "cannot write a.py (EACCES); no file was changed");
    expect(fs.readFileSync(join(here.root, "a.py"), "utf8")).toBe(WEAK_PYTHON);
    expectEnd(await assay(here, ["check", "b.py"], AS_NOBODY), 3, "b.py: cannot be opened: EACCES");
  });
});

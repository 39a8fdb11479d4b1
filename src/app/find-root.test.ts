import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findRoot, selectPaths, selectStandIn } from "./find-root.ts";

const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-root-")));
fs.mkdirSync(join(folder, "repo/.git"), { recursive: true });
fs.mkdirSync(join(folder, "repo/lib/deep"), { recursive: true });
fs.mkdirSync(join(folder, "plain/sub"), { recursive: true });
fs.writeFileSync(join(folder, "repo/lib/a.py"), "");
fs.writeFileSync(join(folder, "plain/sub/b.py"), "");
fs.symlinkSync(join(folder, "repo/lib"), join(folder, "alias"));

afterAll(() => fs.rmSync(folder, { recursive: true }));

test("the root is the top of the work tree, found from a folder, a file or a link", () => {
  const expected = { root: join(folder, "repo"), git: true };

  expect(findRoot(join(folder, "repo/lib/deep"))).toEqual(expected);
  expect(findRoot(join(folder, "repo"), "lib/a.py")).toEqual(expected);
  expect(findRoot("/", join(folder, "alias/a.py"))).toEqual(expected);
});

test("without git the root is the folder given, or the file's folder", () => {
  expect(findRoot(folder, "plain")).toEqual({ root: join(folder, "plain"), git: false });
  expect(findRoot(folder, "plain/sub/b.py")).toEqual({ root: join(folder, "plain/sub"), git: false });
});

test("a path that is not there is told", () => {
  expect(() => findRoot(folder, "no\u001b[2Jwhere")).toThrow("no\\u{1b}[2Jwhere: no such file or folder");
});

test("paths become relative to the root; the root itself means everything", () => {
  const root = join(folder, "repo");

  expect(selectPaths(join(root, "lib"), root, ["deep", "../lib/a.py", "./a.py"])).toEqual(["lib/a.py", "lib/deep"]);
  expect(selectPaths(folder, root, ["alias/a.py"])).toEqual(["lib/a.py"]);
  expect(selectPaths(root, root, ["lib", "."])).toEqual([]);
  expect(selectPaths(root, root, [])).toEqual([]);
  expect(() => selectPaths(root, root, ["../plain"])).toThrow(/is not inside/);
});

test("a link to a file belongs to the folder that holds it, and an empty path is no path", () => {
  fs.symlinkSync(join(folder, "repo/lib/a.py"), join(folder, "plain/link.py"));

  expect(findRoot(folder, "plain/link.py")).toEqual({ root: join(folder, "plain"), git: false });
  expect(() => findRoot(folder, "")).toThrow("a path is empty");
  expect(() => selectPaths(folder, folder, [""])).toThrow("a path is empty");
});

test("the path that standard input stands in for need not exist, only its folder", () => {
  const root = join(folder, "repo");

  expect(selectStandIn(join(root, "lib"), root, "new.py")).toBe("lib/new.py");
  expect(selectStandIn("/", root, join(folder, "alias/new.py"))).toBe("lib/new.py");
  expect(() => selectStandIn(root, root, "../plain/new.py")).toThrow(/is not inside/);
  expect(() => selectStandIn(root, root, "nowhere/new.py")).toThrow("nowhere: no such file or folder");
});

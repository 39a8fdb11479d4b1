import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "./env.ts";

test("folders follow the XDG variables and fall back to the home folder", () => {
  expect(readEnvironment({ HOME: "/home/a" })).toMatchObject({
    stateFolder: "/home/a/.local/state/assay",
    cacheFolder: "/home/a/.cache/assay",
    configFolder: "/home/a/.config/assay",
  });
  expect(
    readEnvironment({ HOME: "/home/a", XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "relative", XDG_CONFIG_HOME: "" }),
  ).toMatchObject({
    stateFolder: "/s/assay",
    cacheFolder: "/home/a/.cache/assay",
    configFolder: "/home/a/.config/assay",
  });
  expect(readEnvironment({ HOME: "/home/a", ASSAY_STATE: "/mine" }).stateFolder).toBe("/mine");
});

test.each([
  [{}, "auto"],
  [{ NO_COLOR: "1", FORCE_COLOR: "1" }, "never"],
  [{ NO_COLOR: "" }, "auto"],
  [{ FORCE_COLOR: "3" }, "always"],
  [{ FORCE_COLOR: "0" }, "never"],
  [{ TERM: "dumb" }, "never"],
])("colour for %j is %s", (variables, color) => {
  expect(readEnvironment({ HOME: "/h", ...variables }).color).toBe(color);
});

test("only ASSAY_ variables with a value become settings, and keys are looked up by name", () => {
  const environment = readEnvironment({
    HOME: "/h",
    CI: "true",
    ASSAY_FAIL_ON: "low",
    ASSAY_ENGINES: "",
    OTHER: "x",
    MY_KEY: "secret",
  });

  expect(environment.settings).toEqual({ ASSAY_FAIL_ON: "low" });
  expect([environment.ci, environment.key("MY_KEY"), environment.key("NOWHERE")]).toEqual([true, "secret", undefined]);
});

test("a program is taken from the PATH, never from the code under analysis", async () => {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-env-")));
  const program = (...path: string[]) => {
    fs.mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
    fs.writeFileSync(join(folder, ...path), "", { mode: 0o755 });
  };
  program("project", "bin", "tool");
  program("project", "bin", "planted");
  program("system", "tool");
  program("system", "folder", "x");
  fs.writeFileSync(join(folder, "system/data"), "", { mode: 0o644 });
  fs.symlinkSync(join(folder, "project/bin"), join(folder, "sneaky"));
  fs.symlinkSync(join(folder, "project/bin/planted"), join(folder, "system/planted"));
  const root = join(folder, "project");
  const { findExecutable } = readEnvironment({
    HOME: "/h",
    PATH: [".", "project/bin", "", join(root, "bin"), join(folder, "sneaky"), join(folder, "system")].join(":"),
  });

  expect(await findExecutable("tool", root)).toBe(join(folder, "system/tool"));
  for (const name of ["planted", "data", "folder", "nowhere", "../project/bin/tool", ""])
    expect(await findExecutable(name, root)).toBeUndefined();
  fs.rmSync(folder, { recursive: true });
});

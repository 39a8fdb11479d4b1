import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { junitProgram } from "#adapters/checks/java/test-programs.ts";
import projectTests from "#adapters/checks/project-tests.ts";
import { readCoverProfile, readGoTests } from "#adapters/checks/go/read-tests.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { checkContext } from "#testing/check-contract.ts";
import { said } from "./attack-setup.ts";

const signal = new AbortController().signal;
const done = new Map<string, unknown>();
let sandbox: Sandbox | undefined;

beforeAll(async () => {
  ({ sandbox } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false }));
});

/** Runs of the unchanged fixtures are shared, as in a run of the loop. */
function once<T>(key: string, work: () => Promise<T>): Promise<T> {
  const kept = (done.get(key) as Promise<T> | undefined) ?? work();
  done.set(key, kept);
  return kept;
}

/** Only compiled packages are shared. */
function anew<T>(key: string, work: () => Promise<T>): Promise<T> {
  return key === "go-build" ? once(key, work) : work();
}

async function judge(
  project: string,
  paths: readonly string[],
  path: string,
  [from, to]: readonly [string, string],
  changes: Partial<CheckContext> & { readonly more?: Record<string, string> } = {},
): Promise<CheckAnswer> {
  const { more = {}, ...rest } = changes;
  const root = resolve("fixtures/checks", project);
  const files: Record<string, string> = { ...more };
  for (const each of paths) files[each] ??= await readFile(join(root, each), "utf8");
  const before = files[path] ?? "";
  const patched = { [path]: before.replace(from, () => to) };
  expect(patched[path]).not.toBe(before);
  const findExecutable = (name: string) => Promise.resolve(existsSync(`/usr/bin/${name}`) ? `/usr/bin/${name}` : undefined);
  const real = { sandbox, stager: createDirectoryStager(), findExecutable, once, ...rest };
  return projectTests.run(await checkContext({ files, patched, root }, real), signal);
}

const GO = ["go.mod", "store/store.go", "store/store_test.go", "web/web.go"];
const JAVA = ["pom.xml", "src/main/java/notes/Notes.java", "src/test/java/notes/NotesTest.java"];
const READ = "os.ReadFile(filepath.Join(s.Folder, name))";

// No Go comes with Node: a machine without one has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/go"))("go test", () => {
  it("passes what the tests still accept, and says which lines they ran", async () => {
    const answer = await judge("go-notes", GO, "store/store.go", [
      READ,
      "os.ReadFile(filepath.Join(s.Folder, filepath.Base(name)))",
    ]);

    expect(said(answer)).toBe("pass: ok");
    expect(answer.detail).toMatch(
      /^go test: 2 tests pass before and after; they run 1 of the patch's 1 lines\. Run: .* So too under the race detector/,
    );
  });

  it("refuses a race that the patch brings along, though every test passes without the detector", async () => {
    const counted = "s.mu.Lock()\n\ts.asked++\n\ts.mu.Unlock()";
    const answer = await judge("go-notes", GO, "store/store.go", [counted, "s.asked++"]);

    expect(said(answer), answer.detail).toBe("fail: test-broke");
    expect(answer.detail).toMatch(/^Under the race detector: .*TestTogether/);
  });

  it("says that nothing was watched for races where no C compiler is, and goes by the other tests", async () => {
    const bare: Sandbox | undefined = sandbox && {
      ...sandbox,
      run: (request, stop) =>
        sandbox?.run({ ...request, env: { ...request.env, PATH: "/usr/lib/go/bin" } }, stop) ??
        Promise.reject(new Error("no sandbox")),
    };
    const answer = await judge("go-notes", GO, "store/store.go", ["s.asked++", "s.asked += 1"], {
      sandbox: bare,
      once: anew,
    });

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(
      /Not said under the race detector: .* could not be built for the race detector, which needs cgo and gcc: /,
    );
  });

  it.each([
    ["a test that breaks", READ, 'os.ReadFile(filepath.Join(s.Folder, "x", name))', "fail: test-broke"],
    ["code that no longer compiles", READ, "os.ReadFile(filepath.Join(s.Folder, nam))", "fail: test-broke"],
  ])("refuses %s", async (_, from, to, expected) => {
    expect(said(await judge("go-notes", GO, "store/store.go", [from, to]))).toBe(expected);
  });

  it("proves nothing by tests that never come to the patch", async () => {
    const answer = await judge("go-notes", GO, "web/web.go", ["no such note", "no note of this name"]);

    expect(answer).toMatchObject({ outcome: "inconclusive", reason: "patch-not-run" });
  });

  it("proves nothing where a library is missing", async () => {
    const file = "store/store.go";
    const text = await readFile(resolve("fixtures/checks/go-notes", file), "utf8");
    const more = { [file]: text.replace("import (", 'import (\n\t_ "example.org/absent/driver"') };

    expect(said(await judge("go-notes", GO, file, ["s.asked++", "s.asked += 1"], { more }))).toBe("inconclusive: no-runner");
  });
});

describe.skipIf(!existsSync("/usr/bin/javac") || !existsSync("/usr/share/java/junit4.jar"))("JUnit", () => {
  const path = "src/main/java/notes/Notes.java";
  const read = "Files.readString(folder.resolve(name))";

  it.each([
    ["passes what the tests still accept", read, "Files.readString(folder.resolve(Path.of(name).getFileName()))", "pass: ok"],
    ["refuses a test that breaks", read, 'Files.readString(folder.resolve("x" + name))', "fail: test-broke"],
    ["refuses code that no longer compiles", read, "Files.readString(folder.resolve(nam))", "fail: test-broke"],
  ])("%s", async (_, from, to, expected) => {
    expect(said(await judge("java-notes", JAVA, path, [from, to]))).toBe(expected);
  });

  it("names the first line that could not be built", async () => {
    const more = {
      [path]: (await readFile(resolve("fixtures/checks/java-notes", path), "utf8")).replace(
        "import",
        "import org.absent.Thing;\nimport",
      ),
    };
    const answer = await judge("java-notes", JAVA, path, [read, "Files.readString(folder.resolve(name).normalize())"], { more });

    expect(answer).toMatchObject({
      outcome: "inconclusive",
      reason: "cannot-build",
      detail: expect.stringContaining("Notes.java:3"),
    });
  });

  it("proves nothing for tests of a generation that is not here", async () => {
    const test = "src/test/java/notes/NotesTest.java";
    const text = await readFile(resolve("fixtures/checks/java-notes", test), "utf8");
    const more = { [test]: text.replace("org.junit.Test", "org.junit.jupiter.api.Test") };
    const answer = await judge("java-notes", JAVA, path, [read, "Files.readString(folder.resolve(name).normalize())"], { more });

    expect(said(answer)).toBe("inconclusive: no-runner");
  });
});

describe("what the runners of Go and Java tell", () => {
  it("counts a test that began and did not end as failed", () => {
    const events = ['{"Action":"run","Test":"TestA"}', '{"Action":"run","Test":"TestB"}', '{"Action":"pass","Test":"TestB"}'];

    expect(readGoTests([...events, '{"Action":"fail"}'].join("\n"), "a")).toEqual(
      new Map([
        ["a > TestA", "failed"],
        ["a > TestB", "passed"],
      ]),
    );
    expect(readGoTests(events.join("\n"), "a")).toBeUndefined();
    expect(readGoTests("panic: x", "a")).toBeUndefined();
  });

  it("reads lines of a cover profile", () => {
    const lines = readCoverProfile("mode: set\nm/a.go:3.2,5.4 2 1\nm/a.go:7.2,8.4 1 0\n").get("m/a.go");

    expect([...(lines?.ran ?? [])]).toEqual([3, 4, 5]);
    expect([6, 7].map((line) => lines?.can(line))).toEqual([false, true]);
  });

  it("has a program for each generation of JUnit", () => {
    expect(junitProgram(4)["AssayTests.java"]).toContain("JUnitCore");
    expect(junitProgram(5)["AssayTests.java"]).toContain("LauncherFactory");
  });
});

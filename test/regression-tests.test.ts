import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Regression, writeRegression } from "#adapters/checks/regression/write-regression.ts";
import { attackContext, type Place } from "./attack-setup.ts";

const signal = new AbortController().signal;

/** Writes a test for a change of one file of a project that has tests. */
async function written(project: string, place: Place, from: string, to: string): Promise<Regression | string> {
  const root = resolve(project);
  const before = await readFile(join(root, place.path), "utf8");
  const context = await attackContext(place, { before, after: before.replace(from, () => to) }, root, { tests: true });
  return writeRegression(context, signal);
}

const ARCHIVE = "examples/python-archive";
const WORDS = { path: "archive/tools.py", cwe: "CWE-78", line: "wc -w" };

describe("a test that fails without the repair and passes with it", () => {
  it.each<[string, Place, string, string, RegExp]>([
    ["command", WORDS, 'f"wc -w {path}", shell=True', '["wc", "-w", path]', /not canary\.exists\(\)/],
    [
      "statement",
      { path: "archive/catalog.py", cwe: "CWE-89", line: "LIKE" },
      `f"SELECT * FROM documents WHERE title LIKE '%{text}%' ORDER BY title"`,
      '"SELECT * FROM documents WHERE title LIKE ? ORDER BY title", (f"%{text}%",)',
      /database\.told/,
    ],
    ["hash", { path: "archive/storage.py", cwe: "CWE-328", line: "md5" }, "md5", "sha256", /patch\("hashlib\.md5"\)/],
  ])("Python: %s", { timeout: 60_000 }, async (_name, place, from, to, words) => {
    const test = await written(ARCHIVE, place, from, to);

    expect(test).toMatchObject({
      path: expect.stringMatching(/^tests\/test_\w+_attack\.py$/),
      runner: "unittest",
      text: expect.stringMatching(words),
    });
  });

  it("JavaScript: command", { timeout: 60_000 }, async () => {
    const place = { path: "src/word-count.js", cwe: "CWE-78", line: "wc -w" };
    const root = resolve("examples/express-notes");
    const before = await readFile(join(root, place.path), "utf8");
    const after = before
      .replace("import { exec }", "import { execFile }")
      .replace("(exec)", "(execFile)")
      .replace("`wc -w ${file}`", '"wc", ["-w", file]');
    const test = await writeRegression(await attackContext(place, { before, after }, root, { tests: true }), signal);

    expect(test).toMatchObject({
      path: "test/word-count-count-words-attack.test.js",
      runner: "node --test",
      text: expect.stringContaining("assert.ok(!existsSync(canary)"),
    });
  });
});

const SERVICE = "fixtures/checks/express-service";
const MARKED = (text: string): string => `String(${text}).replace(/[&<>"']/g, (sign) => "&#" + sign.charCodeAt(0) + ";")`;

describe("a test that sends a request to the application", () => {
  it.each<[string, string, string, string, RegExp]>([
    [
      "parts of the address and the query",
      "app.js",
      "req.params.name",
      'title + " " + req.params.name',
      /ask\("\/hello\/" \+ encodeURIComponent\("[^\n]*"\) \+ "\?" \+ new URLSearchParams\(\{ title: "/,
    ],
    ["a document", "app.js", "req.body.name", "req.body.name", /method: "POST".*JSON\.stringify\(\{ name: "/],
    ["an application that a function makes", "made.js", "ctx.query.name", "ctx.query.name", /\(await createApp\(\)\)\.listen/],
  ])("%s", { timeout: 60_000 }, async (_name, path, line, weak, words) => {
    const test = await written(SERVICE, { path, cwe: "CWE-79", line }, weak, MARKED(weak.replace('title + " " + ', "")));

    expect(test).toMatchObject({ runner: "node --test", text: expect.stringMatching(words) });
  });
});

describe("no test is offered", () => {
  it("for a repair that leaves the way in", { timeout: 60_000 }, async () => {
    expect(await written(ARCHIVE, WORDS, 'f"wc -w {path}"', 'f"wc -w  {path}"')).toBe("no single attack shows the difference");
  });

  it("for a repair that ends the work", { timeout: 60_000 }, async () => {
    const ended = await written(ARCHIVE, WORDS, 'subprocess.check_output(f"wc -w {path}", shell=True, text=True)', "None");

    expect(ended).toMatch(/on the patched code/u);
  });

  it("where no call can show the weakness", async () => {
    expect(await written(ARCHIVE, { ...WORDS, cwe: "CWE-798" }, "wc -w", "wc -w ")).toMatch(/no call shows it/);
  });
});

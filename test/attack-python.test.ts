import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { attackFixture, said } from "./attack-setup.ts";

function change(cwe: string, line: string, from: string, to: string): Promise<CheckAnswer> {
  return attackFixture("attack-python", { path: "app.py", cwe, line }, from, to);
}

const OPEN = "    with open(path, encoding";
const JOIN = "os.path.join(FOLDER, name)";
const INSIDE =
  "    path = os.path.realpath(path)\n    if os.path.commonpath([os.path.realpath(FOLDER), path]) != os.path.realpath(FOLDER):\n        raise ValueError(name)\n";
const RUN = 'subprocess.run(f"wc -l {path}", shell=True,';
const FIND = "cursor.execute(f\"SELECT * FROM users WHERE name = '{name}'\")";

const HAS_FILTER = spawnSync("python3", ["-c", "import tarfile; tarfile.data_filter"]).status === 0;

describe("a repair that ends the attack passes", () => {
  it.each([
    ["CWE-22", "open(path, encoding", OPEN, `${INSIDE}${OPEN}`],
    ["CWE-22", '"/" + name', '"/" + name', '"/" + os.path.basename(name)'],
    [
      "CWE-22",
      "server.folder",
      "os.path.join(self.server.folder, name)",
      "os.path.join(self.server.folder, os.path.basename(name))",
    ],
    ["CWE-78", "wc -l", RUN, 'subprocess.run(["wc", "-l", path],'],
    [
      "CWE-78",
      "ping -c",
      "os.system(\"echo ping -c %d '%s'\" % (count, host))",
      'subprocess.run(["echo", "ping", "-c", str(count), host])',
    ],
    ["CWE-89", "WHERE name", FIND, 'cursor.execute("SELECT * FROM users WHERE name = ?", (name,))'],
    ["CWE-89", "WHERE id", '"SELECT * FROM users WHERE id = " + str(user_id)', '"SELECT * FROM users WHERE id = ?", (user_id,)'],
    ["CWE-95", "eval(text)", "eval(text)", '__import__("ast").literal_eval(text)'],
    ["CWE-79", "Hello", '" + name + "', '" + __import__("html").escape(name) + "'],
    ["CWE-330", "random.choice", "random.choice", '__import__("secrets").choice'],
    ["CWE-328", "md5", "md5", "sha256"],
    ["CWE-22", "notes/{name}", "notes/{name}.txt", "notes/{os.path.basename(name)}.txt"],
    ["CWE-78", "no-such-compressor", '"no-such-compressor --best " + name, shell=True', '["no-such-compressor", "--best", name]'],
    ["CWE-78", "ls -d", '"ls -d " + owner, shell=True', '["ls", "-d", owner]'],
    ["CWE-377", "mktemp", "path = tempfile.mktemp()", "path = tempfile.mkstemp()[1]"],
    ["CWE-295", "_create_unverified", "ssl._create_unverified_context", "ssl.create_default_context"],
    [
      "CWE-918",
      "urlopen",
      "    return urllib",
      '    if not url.startswith("http://example.com/"):\n        raise ValueError(url)\n    return urllib',
    ],
  ])("%s at %s", async (cwe, line, from, to) => {
    expect(await change(cwe, line, from, to)).toMatchObject({
      outcome: "pass",
      reason: "ok",
      detail: expect.stringMatching(/red before/),
    });
  });
});

// The filter came with Python 3.12 and security releases of those before it (PEP 706): an older one refuses the argument.
it("the filter of extractall ends the attack where this Python has it, and is not called proven where it has not", async () => {
  const answer = await change("CWE-22", "extractall", "extractall(folder)", "extractall(folder, filter='data')");

  expect(answer).toMatchObject(
    HAS_FILTER
      ? { outcome: "pass", reason: "ok", detail: expect.stringMatching(/red before/) }
      : { outcome: "inconclusive", reason: "control-differs" },
  );
});

describe("a repair that leaves a way in fails, and names the payload", () => {
  it.each([
    ["CWE-22", "open(path, encoding", JOIN, 'os.path.join(FOLDER, name.replace("../", ""))'],
    [
      "CWE-22",
      "open(path, encoding",
      OPEN,
      `    if not os.path.normpath(path).startswith(FOLDER):\n        raise ValueError(name)\n${OPEN}`,
    ],
    ["CWE-78", "wc -l", "{path}", "{path.replace(';', '')}"],
    ["CWE-78", "wc -l", "{path}", "'{path}'"],
    ["CWE-89", "WHERE name", "'{name}'", '" + name.replace("\'", "\\\\\'") + f"'],
    ["CWE-89", "WHERE id", "str(user_id)", 'str(user_id).replace("\'", "\'\'")'],
    ["CWE-95", "eval(text)", "eval(text)", 'eval(text, {"__builtins__": {}})'],
    ["CWE-79", "Hello", '" + name + "', '" + name.replace("<", "&lt;") + "'],
    ["CWE-330", "random.choice", "random.choice", "random.Random(random.random()).choice"],
    ["CWE-328", "md5", "md5", "sha1"],
    [
      "CWE-22",
      "extractall",
      "        tar.extractall",
      "        if any(name.startswith('/') for name in tar.getnames()):\n            raise ValueError(archive)\n        tar.extractall",
    ],
    ["CWE-918", "urlopen", "    return urllib", '    if "localhost" in url:\n        raise ValueError(url)\n    return urllib'],
  ])("%s at %s: %s becomes %s", async (cwe, line, from, to) => {
    expect(await change(cwe, line, from, to)).toMatchObject({
      outcome: "fail",
      reason: "attack-succeeds",
      detail: expect.stringContaining("still"),
    });
  });
});

describe("a repair that removes the function's work does not pass", () => {
  it.each([
    [
      "CWE-78",
      "wc -l",
      'return subprocess.run(f"wc -l {path}", shell=True, capture_output=True, text=True).stdout',
      "return ''",
      "inconclusive: control-differs",
    ],
    ["CWE-78", "ping -c", "os.system(\"echo ping -c %d '%s'\" % (count, host))", "pass", "inconclusive: control-differs"],
    ["CWE-95", "eval(text)", "return eval(text)", "raise ValueError(text)", "inconclusive: control-differs"],
    ["CWE-95", "eval(text)", "def compute(text)", "def calculate(text)", "inconclusive: no-entry-point"],
    ["CWE-89", "WHERE name", FIND, "name = None", "inconclusive: control-differs"],
    ["CWE-22", '"/" + name', 'open(folder + "/" + name, "wb")', "open(os.devnull, 'wb')", "inconclusive: control-differs"],
    ["CWE-328", "md5", "hashlib.md5(content).hexdigest()", "'0'", "inconclusive: control-differs"],
  ])("%s at %s", async (cwe, line, from, to, expected) => {
    expect(said(await change(cwe, line, from, to))).toBe(expected);
  });
});

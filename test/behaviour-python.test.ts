import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { compareTexts, said } from "./behaviour-setup.ts";

const before = readFileSync("fixtures/behaviour/app.py", "utf8");

function change(cwe: string, from: string, to: string, behaviour?: string): Promise<CheckAnswer> {
  if (!before.includes(from)) throw new Error(`not in the file: ${from}`);
  const after = before.replace(from, () => to);
  return compareTexts({ path: "app.py", cwe, before, after, ...(behaviour !== undefined && { tradeOffs: { behaviour } }) });
}

const FIND = "cursor.execute(f\"SELECT id, name FROM users WHERE name = '{name}'\")";
const FOUND = 'cursor.execute("SELECT id, name FROM users WHERE name = %s", (name,))';
const ORDER = "db.execute(\"INSERT INTO orders (customer, total) VALUES ('%s', %d)\" % (customer, total))";
const ORDERED = 'db.execute("INSERT INTO orders (customer, total) VALUES (?, ?)", (customer, total))';
const NOTES = '"SELECT title FROM notes WHERE owner = \'" + owner + "\' ORDER BY title LIMIT " + str(limit))';
const OPEN = '    path = os.path.join(folder, name)\n    with open(path, encoding="utf-8") as file:';
const INSIDE = `    base = os.path.realpath(folder)
    path = os.path.realpath(os.path.join(base, name))
    if not path.startswith(base + os.sep):
        raise ValueError("outside of the folder")
    with open(path, encoding="utf-8") as file:`;
const SAVE = '    path = FOLDER + "/" + name\n';
const WC = 'subprocess.run(f"wc -l {path}", shell=True,';
const GZIP = 'os.system("gzip -%d --keep %s" % (level, path))';
const HELLO = '    return "<p>Hello " + name + ", visit "';
const TEMPORARY = '    path = tempfile.mktemp(suffix=".txt")\n    with open(path, "w", encoding="utf-8") as file:';
const LOCAL = '    if not target:\n        return {"status": 302, "location": default}\n';
const OFFERS = 'query = "SELECT price FROM offers WHERE price < %s" % price';

describe("a repair that keeps the behaviour passes", () => {
  it.each([
    ["parameters", "CWE-89", FIND, FOUND],
    ["parameters of an insert", "CWE-89", ORDER, ORDERED],
    [
      "parameters of a list",
      "CWE-89",
      NOTES,
      '"SELECT title FROM notes WHERE owner = ? ORDER BY title LIMIT ?", (owner, limit))',
    ],
    ["a contained path", "CWE-22", OPEN, INSIDE],
    [
      "a contained path to write",
      "CWE-22",
      SAVE,
      `${SAVE}    if os.path.commonpath([os.path.realpath(FOLDER), os.path.realpath(path)]) != os.path.realpath(FOLDER):\n        raise ValueError(name)\n`,
    ],
    ["an argument list", "CWE-78", WC, 'subprocess.run(["wc", "-l", path],'],
    ["an argument list with a number", "CWE-78", GZIP, 'subprocess.run(["gzip", "-%d" % level, "--keep", path], check=False)'],
    ["escaped text", "CWE-79", HELLO, '    return "<p>Hello " + __import__("html").escape(name) + ", visit "'],
    ["a literal reader", "CWE-95", "value = eval(text)", 'value = __import__("ast").literal_eval(text)'],
    ["a secure generator", "CWE-330", "random.choice(alphabet)", '__import__("secrets").choice(alphabet)'],
    [
      "local targets",
      "CWE-601",
      LOCAL,
      LOCAL.replace("not target", 'not target or not target.startswith("/") or target.startswith(("//", "/\\\\"))'),
    ],
    [
      "listed hosts",
      "CWE-918",
      "    with urllib.request",
      '    if __import__("urllib.parse").parse.urlparse(url).hostname not in ("example.com", "example.org"):\n        raise ValueError(url)\n    with urllib.request',
    ],
    [
      "a created temporary file",
      "CWE-377",
      TEMPORARY,
      '    handle, path = tempfile.mkstemp(suffix=".txt")\n    with open(handle, "w", encoding="utf-8") as file:',
    ],
    ["a hash with another purpose said", "CWE-328", "hashlib.md5(content)", "hashlib.md5(content, usedforsecurity=False)"],
    ["a parameter that is compared", "CWE-89", OFFERS, `query, values = "SELECT price FROM offers WHERE price < ?", (price,)`],
  ])("%s", async (_, cwe, from, to) => {
    const wanted = to.includes("values =") ? to : undefined;
    const answer =
      wanted === undefined
        ? await change(cwe, from, to)
        : await compareTexts({
            path: "app.py",
            cwe,
            before,
            after: before.replace(from, to).replace("connection.execute(query)", "connection.execute(query, values)"),
          });

    expect(answer).toMatchObject({
      outcome: "pass",
      reason: "ok",
      detail: expect.stringMatching(/do the same as before.* changed lines of app\.py ran/),
    });
  });
});

describe("a repair that changes harmless behaviour fails, and shows the call", () => {
  it.each([
    [
      "drops the wildcards of a search",
      "CWE-89",
      FIND,
      FOUND.replace("name = %s", "name LIKE %s").replace("(name,)", '(name + "%",)'),
    ],
    ["loses an argument", "CWE-89", ORDER, ORDERED.replace("(customer, total))", "(customer,))")],
    ["swaps arguments", "CWE-89", ORDER, ORDERED.replace("(customer, total))", "(total, customer))")],
    ["drops a limit", "CWE-89", NOTES, '"SELECT title FROM notes WHERE owner = ? ORDER BY title", (owner,))'],
    ["returns nothing", "CWE-78", "return int(words[0]) if words else None", "int(words[0]) if words else None"],
    ["is off by one", "CWE-89", "if amount < 100 else amount", "if amount <= 100 else amount"],
    [
      "turns an exception into None",
      "CWE-22",
      "        return file.read()",
      "        text = file.read()\n    return text if len(text) < 9 else None",
    ],
    ["forgets sub-folders", "CWE-22", OPEN, OPEN.replace("name)", "os.path.basename(name))")],
    ["refuses harmless names", "CWE-22", OPEN, `    if not name.isalnum():\n        raise ValueError(name)\n${OPEN}`],
    ["writes another content", "CWE-22", "file.write(text.strip()", "file.write(text"],
    ["runs another command", "CWE-78", WC, 'subprocess.run(["wc", "-w", path],'],
    ["ignores an option", "CWE-78", GZIP, 'subprocess.run(["gzip", "-6", "--keep", path], check=False)'],
    [
      "escapes too much",
      "CWE-79",
      HELLO,
      '    return "<p>Hello " + __import__("urllib.parse").parse.quote(name, safe="") + ", visit "',
    ],
    ["prints no more", "CWE-79", '    print("greeting", visits)\n', ""],
    ["gives another type", "CWE-95", '        return {"any": value}', '        return {"any": tuple(value)}'],
    ["makes another kind of code", "CWE-330", "string.ascii_lowercase + string.digits", "string.ascii_uppercase"],
    ["counts from zero", "CWE-377", "start=1", "start=0"],
    ["raises another error", "CWE-89", 'raise ValueError("too much")', 'raise KeyError("too much")'],
    ["sends everybody home", "CWE-601", LOCAL, LOCAL.replace("not target", 'not target.startswith("/home")')],
    ["asks another address", "CWE-918", "urlopen(url)", 'urlopen(url.split("?")[0])'],
  ])("%s", async (_, cwe, from, to) => {
    expect(await change(cwe, from, to)).toMatchObject({
      outcome: "fail",
      reason: "behaviour-differs",
      detail: expect.stringMatching(/for example \w+\(.*\): .* before, .* now/),
    });
  });
});

it("a stated trade-off is for a person to judge", async () => {
  const answer = await change(
    "CWE-328",
    "hashlib.md5(content)",
    "hashlib.sha256(content)",
    "Digests become longer and differ from stored ones.",
  );

  expect(said(answer)).toBe("inconclusive: stated-change");
  expect(answer.detail).toContain("Digests become longer");
});

it("a trade-off that says something else excuses nothing", async () => {
  const answer = await change(
    "CWE-89",
    ORDER,
    ORDERED.replace("(customer, total))", "(total, customer))"),
    "Values come as bound parameters.",
  );

  expect(said(answer)).toBe("fail: behaviour-differs");
});

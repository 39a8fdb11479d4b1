import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { compareTexts, said } from "./behaviour-setup.ts";

const before = readFileSync("fixtures/behaviour/app.mjs", "utf8");

function change(cwe: string, ...pairs: readonly string[]): Promise<CheckAnswer> {
  let after = before;
  for (let at = 0; at < pairs.length; at += 2) {
    const [from = "", to = ""] = pairs.slice(at);
    if (!after.includes(from)) throw new Error(`not in the file: ${from}`);
    after = after.replace(from, () => to);
  }
  return compareTexts({ path: "app.mjs", cwe, before, after });
}

const FIND = "pool.query(`SELECT id, name FROM users WHERE name = '${name}'`)";
const FOUND = 'pool.query("SELECT id, name FROM users WHERE name = $1", [name])';
const ORDER = `db.prepare("INSERT INTO orders (customer, total) VALUES ('" + customer + "', " + total + ")").run()`;
const ORDERED = 'db.prepare("INSERT INTO orders (customer, total) VALUES (?, ?)").run(customer, total)';
const NOTES = `"SELECT title FROM notes WHERE owner = '" + owner + "' ORDER BY title LIMIT " + Number(limit)`;
const READ = "  const file = path.join(folder, name);\n";
const INSIDE = `  const base = path.resolve(folder);
  const file = path.resolve(base, name);
  if (!file.startsWith(base + path.sep)) throw new Error("outside of the folder");
`;
const SAVE = "  const file = `${folder}/${name}`;\n";
const WC = "await run(`wc -l ${file}`)";
const WORDS = 'execSync("wc -w " + file, { encoding: "utf8" })';
const ESCAPE = "String(name).replace(/[&<>\"']/g, (letter) => `&#${letter.charCodeAt(0)};`)";
const HOME = '  if (target === "") return';
const HTML = "items.map((item) => `<li>${item}</li>`)";

describe("a repair that keeps the behaviour passes", () => {
  it.each([
    ["parameters", "CWE-89", [FIND, FOUND]],
    ["parameters of an insert", "CWE-89", [ORDER, ORDERED]],
    [
      "parameters of a list",
      "CWE-89",
      [NOTES, '"SELECT title FROM notes WHERE owner = ? ORDER BY title LIMIT ?", [owner, Number(limit)]'],
    ],
    ["a contained path", "CWE-22", [READ, INSIDE]],
    ["a contained path to write", "CWE-22", [SAVE, INSIDE]],
    [
      "an argument list",
      "CWE-78",
      [WC, 'await promisify(execFile)("wc", ["-l", file])', "{ exec, execSync }", "{ exec, execFile, execSync }"],
    ],
    [
      "an argument list at once",
      "CWE-78",
      [WORDS, 'execFileSync("wc", ["-w", file], { encoding: "utf8" })', "{ exec, execSync }", "{ exec, execFileSync, execSync }"],
    ],
    ["escaped text", "CWE-79", ["Hello ${name}", `Hello \${${ESCAPE}}`]],
    [
      "escaped text of a page",
      "CWE-79",
      ['"<p>Hello " + request.query.name', `"<p>Hello " + ${ESCAPE.replace("name", "request.query.name")}`],
    ],
    [
      "escaped items",
      "CWE-79",
      [HTML, HTML.replace("${item}", "${String(item).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}")],
    ],
    ["a reader of literals", "CWE-95", ["eval(`(${text})`)", "JSON.parse(text)"]],
    [
      "a secure generator",
      "CWE-338",
      ["Math.floor(Math.random() * 10)", "randomInt(10)", "{ createHash }", "{ createHash, randomInt }"],
    ],
    ["local targets", "CWE-601", [HOME, "  if (!/^\\/(?![\\/\\\\])/.test(target)) return"]],
    [
      "listed hosts",
      "CWE-918",
      [
        "  const response = await fetch(url);",
        '  if (!["example.com", "example.org"].includes(new URL(url).hostname)) throw new Error("host");\n  const response = await fetch(url);',
      ],
    ],
  ])("%s", async (_, cwe, pairs) => {
    expect(await change(cwe, ...pairs)).toMatchObject({
      outcome: "pass",
      reason: "ok",
      detail: expect.stringMatching(/do the same as before.* changed lines of app\.mjs ran/),
    });
  });
});

describe("a repair that changes harmless behaviour fails, and shows the call", () => {
  it.each([
    ["searches for less", "CWE-89", [FIND, FOUND.replace("name = $1", "name = $1 AND id > 1")]],
    ["loses an argument", "CWE-89", [ORDER, ORDERED.replace("customer, total)", "customer)")]],
    ["swaps arguments", "CWE-89", [ORDER, ORDERED.replace("run(customer, total)", "run(total, customer)")]],
    ["drops a limit", "CWE-89", [NOTES, '"SELECT title FROM notes WHERE owner = ? ORDER BY title", [owner]']],
    ["drops a return value", "CWE-78", ["return Number.parseInt(stdout, 10)", "Number.parseInt(stdout, 10)"]],
    ["is off by one", "CWE-89", ["amount < 100 ?", "amount <= 100 ?"]],
    [
      "turns an exception into null",
      "CWE-22",
      ['  return fs.readFileSync(file, "utf8");', '  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;'],
    ],
    ["forgets sub-folders", "CWE-22", [READ, READ.replace("name)", "path.basename(name))")]],
    ["writes another content", "CWE-22", ["text.trim() +", "text +"]],
    [
      "runs another command",
      "CWE-78",
      [WC, 'await promisify(execFile)("wc", ["-w", file])', "{ exec, execSync }", "{ exec, execFile, execSync }"],
    ],
    ["takes another word", "CWE-78", ['split(" ")[0]', 'split(" ")[1]']],
    ["escapes too much", "CWE-79", ["Hello ${name}", "Hello ${encodeURIComponent(name)}"]],
    [
      "answers with another status",
      "CWE-79",
      ['status(200).send("<p>Hello " + request.query.name', 'status(201).send("<p>Hello " + request.query.name'],
    ],
    ["loses a header", "CWE-79", ['response.set("X-Kind", "greeting").status', "response.status"]],
    ["counts pages from zero", "CWE-79", ["(page - 1) * size", "page * size"]],
    ["raises another error", "CWE-79", ["new RangeError", "new TypeError"]],
    [
      "makes another kind of code",
      "CWE-338",
      ["code += Math.floor(Math.random() * 10)", 'code += "abcdefgh"[Math.floor(Math.random() * 8)]'],
    ],
    ["gives a promise's value another case", "CWE-918", ["title.toUpperCase()", "title"]],
  ])("%s", async (_, cwe, pairs) => {
    const answer = await change(cwe, ...pairs);

    expect(answer.detail).toMatch(/for example .*\(.*\): .* before, .* now/);
    expect(said(answer)).toBe("fail: behaviour-differs");
  });
});

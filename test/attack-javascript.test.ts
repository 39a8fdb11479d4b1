import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { attackFixture, said } from "./attack-setup.ts";

function change(cwe: string, line: string, from: string, to: string, path = "app.js"): Promise<CheckAnswer> {
  return attackFixture("attack-javascript", { path, cwe, line }, from, to);
}

const READ = 'fs.readFileSync(path.join(folder, name), "utf8")';

describe("a repair that ends the attack passes", () => {
  it.each([
    ["CWE-78", "wc -l", "exec(`wc -l ${file}`,", 'require("node:child_process").execFile("wc", ["-l", file],'],
    ["CWE-22", "readFileSync", READ, 'fs.readFileSync(path.join(folder, path.basename(name)), "utf8")'],
    ["CWE-78", "ls -d", "exec(`ls -d ${owner}`,", 'require("node:child_process").execFile("ls", ["-d", owner],'],
    [
      "CWE-89",
      "FROM users",
      "query(`SELECT * FROM users WHERE name = '${name}'`)",
      'query("SELECT * FROM users WHERE name = $1", [name])',
    ],
    ["CWE-89", "FROM orders", 'id = " + id', 'id = $1", [id]'],
    ["CWE-95", "eval(text)", "eval(text)", "JSON.parse(text)"],
    ["CWE-79", "req.query.name", "req.query.name", "String(req.query.name).replace(/[&<>\"']/g, (c) => `&#${c.charCodeAt(0)};`)"],
    ["CWE-601", "req.query.url", "res.redirect(req.query.url)", 'res.redirect("/" + encodeURIComponent(req.query.url))'],
    ["CWE-338", "Math.random", "Math.random().toString(36)", 'crypto.randomBytes(16).toString("hex")'],
    ["CWE-328", '"md5"', '"md5"', '"sha256"'],
    ["CWE-295", "rejectUnauthorized", ", rejectUnauthorized: false", ""],
    [
      "CWE-918",
      "fetch(url)",
      "  const response = await fetch",
      '  if (new URL(url).hostname !== "example.com") throw new Error(url);\n  const response = await fetch',
    ],
  ])("%s at %s", async (cwe, line, from, to) => {
    expect(await change(cwe, line, from, to)).toMatchObject({
      outcome: "pass",
      reason: "ok",
      detail: expect.stringMatching(/red before/),
    });
  });

  it("for a server's handler, and a function that reads its input from a file", async () => {
    const contained = 'readFileSync("public/" + name.split("/").at(-1))';
    const text = 'readFileSync(file, "utf8")';

    expect(said(await change("CWE-22", 'readFileSync("public"', 'readFileSync("public" + name)', contained, "server.mjs"))).toBe(
      "pass: ok",
    );
    expect(said(await change("CWE-95", "eval(", `eval("(" + ${text} + ")")`, `JSON.parse(${text})`, "server.mjs"))).toBe(
      "pass: ok",
    );
  });

  it("for a module's default export", async () => {
    const repaired = await change(
      "CWE-78",
      "execSync(`",
      'execSync(`ls ${folder} | grep -F -e "${pattern}" || true`).toString()',
      'execSync("ls").toString().split("\\n").filter((name) => name.includes(pattern)).join("\\n")',
      "cookies.mjs",
    );

    expect(said(repaired)).toBe("pass: ok");
  });
});

describe("a repair that leaves a way in fails, and names the payload", () => {
  it.each([
    ["CWE-78", "wc -l", "${file}", '${file.replaceAll(";", "")}'],
    ["CWE-22", "readFileSync", READ, READ.replace("name)", 'name.replace("../", ""))')],
    ["CWE-89", "FROM orders", 'id = " + id', 'id = " + String(id).replaceAll("\'", "\'\'")'],
    ["CWE-95", "eval(text)", "eval(text)", 'require("node:vm").runInNewContext(text)'],
    ["CWE-79", "req.query.name", "req.query.name", 'req.query.name.replace("<", "&lt;")'],
    [
      "CWE-601",
      "req.query.url",
      "res.redirect(req.query.url)",
      'res.redirect(req.query.url.startsWith("/") ? req.query.url : "/")',
    ],
    ["CWE-328", '"md5"', '"md5"', '"sha1"'],
    ["CWE-338", "Math.random", "Math.random().toString(36)", "(Math.random() * 2).toString(36)"],
    ["CWE-918", "fetch(url)", "  const response", '  if (url.includes("127.0.0.1")) throw new Error(url);\n  const response'],
  ])("%s at %s: %s becomes %s", async (cwe, line, from, to) => {
    expect(await change(cwe, line, from, to)).toMatchObject({
      outcome: "fail",
      reason: "attack-succeeds",
      detail: expect.stringContaining("still"),
    });
  });
});

describe("a repair that removes the work does not pass", () => {
  it.each([
    [
      "CWE-89",
      "FROM orders",
      'return db.query("SELECT * FROM orders WHERE id = " + id);',
      "return [];",
      "inconclusive: control-differs",
    ],
    [
      "CWE-79",
      "req.query.name",
      'res.send("<p>" + req.query.name + "</p>")',
      "res.status(404).end()",
      "inconclusive: control-differs",
    ],
    ["CWE-601", "req.query.url", "res.redirect(req.query.url)", 'res.send("gone")', "inconclusive: control-differs"],
    ["CWE-79", "req.query.name", 'app.get("/hello"', 'app.get("/goodbye"', "inconclusive: no-entry-point"],
    ["CWE-338", "Math.random", "return Math.random().toString(36);", "return undefined;", "inconclusive: control-differs"],
  ])("%s at %s", async (cwe, line, from, to, expected) => {
    expect(said(await change(cwe, line, from, to))).toBe(expected);
  });
});

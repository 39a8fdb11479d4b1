import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { attackFixture, said } from "./attack-setup.ts";

interface Change {
  readonly cwe: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

function python({ cwe, line, from, to }: Change): Promise<CheckAnswer> {
  return attackFixture("attack-python", { path: "services.py", cwe, line }, from, to);
}

function javascript({ cwe, line, from, to }: Change): Promise<CheckAnswer> {
  return attackFixture("attack-javascript", { path: "services.cjs", cwe, line }, from, to);
}

const ORDERS = `text("SELECT * FROM orders WHERE name = '" + name + "'")`;
const MARKS = 'name.replace("\\r", "").replace("\\n", "")';

describe("Python: a repair that ends the attack passes", () => {
  it.each<[string, Change]>([
    ["log", { cwe: "CWE-117", line: "sign in of", from: '"sign in of %s"', to: '"sign in of %r"' }],
    [
      "query of documents",
      {
        cwe: "CWE-943",
        line: "find_one",
        from: '"name": name, "password": password',
        to: '"name": str(name), "password": str(password)',
      },
    ],
    [
      "directory",
      { cwe: "CWE-90", line: "connection.search", from: "+ uid +", to: "+ ldap3.utils.conv.escape_filter_chars(uid) +" },
    ],
    ["expression that grows", { cwe: "CWE-1333", line: "MAIL.match", from: "([a-z0-9]+)+@", to: "[a-z0-9]+@" }],
    [
      "expression of the user",
      { cwe: "CWE-400", line: "re.search", from: "re.search(pattern,", to: "re.search(re.escape(pattern)," },
    ],
    [
      "path in a document",
      {
        cwe: "CWE-643",
        line: "root.findall",
        from: `root.findall("book[@name='" + title + "']")`,
        to: '[book for book in root.findall("book") if book.get("name") == title]',
      },
    ],
    ["cookie", { cwe: "CWE-614", line: "set_cookie", from: '["session"])', to: '["session"], secure=True, httponly=True)' }],
    [
      "header",
      {
        cwe: "CWE-113",
        line: 'response["X-Name"]',
        from: 'request.GET["name"]',
        to: MARKS.replace("name", 'request.GET["name"]'),
      },
    ],
    ["header of a handler", { cwe: "CWE-113", line: 'send_header("X-Name"', from: '"X-Name", name)', to: `"X-Name", ${MARKS})` }],
    [
      "token",
      { cwe: "CWE-347", line: "jwt.decode", from: 'options={"verify_signature": False}', to: '"key", algorithms=["HS256"]' },
    ],
    ["mode of a file", { cwe: "CWE-732", line: "os.chmod", from: "0o666", to: "0o600" }],
    ["cell of a table", { cwe: "CWE-1236", line: "writerows", from: "[each, 1]", to: `["'" + each, 1]` }],
    ["origin", { cwe: "CWE-942", line: "Allow-Origin", from: 'request.headers["Origin"]', to: '"https://app.example.com"' }],
    [
      "framework that is not installed",
      {
        cwe: "CWE-89",
        line: "SELECT",
        from: `${ORDERS})`,
        to: 'text("SELECT * FROM orders WHERE name = :name"), {"name": name})',
      },
    ],
  ])("%s", async (_name, change) => {
    expect(await python(change)).toMatchObject({ outcome: "pass", reason: "ok", detail: expect.stringMatching(/red before/) });
  });
});

describe("Python: a repair that leaves a way in fails", () => {
  it.each<[string, Change]>([
    ["log", { cwe: "CWE-117", line: "sign in of", from: '%s", name)', to: '%s", name.replace("\\n", ""))' }],
    ["query of documents", { cwe: "CWE-943", line: "find_one", from: '"name": name', to: '"name": str(name)' }],
    ["directory", { cwe: "CWE-90", line: "connection.search", from: "+ uid +", to: '+ uid.replace("*", "") +' }],
    ["expression that grows", { cwe: "CWE-1333", line: "MAIL.match", from: "([a-z0-9]+)+@", to: "([a-z]+|[a-z0-9]+)+@" }],
    ["cookie", { cwe: "CWE-614", line: "set_cookie", from: '["session"])', to: '["session"], secure=True)' }],
    [
      "token",
      { cwe: "CWE-347", line: "jwt.decode", from: 'options={"verify_signature": False}', to: '"", algorithms=["HS256", "none"]' },
    ],
    ["mode of a file", { cwe: "CWE-732", line: "os.chmod", from: "0o666", to: "0o602" }],
    ["origin", { cwe: "CWE-942", line: "Allow-Origin", from: 'request.headers["Origin"]', to: '"*"' }],
  ])("%s", async (_name, change) => {
    expect(said(await python(change))).toBe("fail: attack-succeeds");
  });
});

describe("JavaScript: a repair that ends the attack passes", () => {
  it.each<[string, Change]>([
    ["log", { cwe: "CWE-117", line: "sign in of", from: '" + name)', to: '" + JSON.stringify(name))' }],
    [
      "query of documents",
      {
        cwe: "CWE-943",
        line: "findOne",
        from: "name: req.body.name, password: req.body.password",
        to: "name: String(req.body.name), password: String(req.body.password)",
      },
    ],
    [
      "directory",
      {
        cwe: "CWE-90",
        line: "client.search",
        from: "+ uid +",
        to: '+ uid.replace(/[\\\\*()\\0]/g, (sign) => "\\\\" + sign.charCodeAt(0).toString(16).padStart(2, "0")) +',
      },
    ],
    ["expression that grows", { cwe: "CWE-1333", line: "example\\.com", from: "([a-z0-9]+)+@", to: "[a-z0-9]+@" }],
    [
      "expression of the user",
      { cwe: "CWE-400", line: "new RegExp", from: "new RegExp(word).test(line)", to: "line.includes(word)" },
    ],
    [
      "path in a document",
      {
        cwe: "CWE-643",
        line: "xpath.select",
        from: `"//book[@name='" + title + "']", document`,
        to: '"//book[@name=$name]", document, { name: title }',
      },
    ],
    [
      "cookie",
      {
        cwe: "CWE-1004",
        line: "res.cookie",
        from: "req.query.session)",
        to: "req.query.session, { secure: true, httpOnly: true })",
      },
    ],
    [
      "token",
      {
        cwe: "CWE-347",
        line: "jwt.decode",
        from: "jwt.decode(token)",
        to: 'jwt.verify(token, "key", { algorithms: ["HS256"] })',
      },
    ],
    ["mode of a file", { cwe: "CWE-732", line: "writeFileSync", from: "0o666", to: "0o600" }],
    [
      "prototype",
      {
        cwe: "CWE-1321",
        line: "target[key] = merge",
        from: "in source) {",
        to: 'in source) {\n    if (["__proto__", "constructor", "prototype"].includes(key)) continue;',
      },
    ],
    ["origin", { cwe: "CWE-942", line: "Allow-Origin", from: "req.headers.origin", to: '"https://app.example.com"' }],
    [
      "context of Koa",
      {
        cwe: "CWE-79",
        line: "ctx.body",
        from: "ctx.query.name",
        to: 'ctx.query.name.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)',
      },
    ],
    ["script of a page", { cwe: "CWE-79", line: "innerHTML", from: "innerHTML", to: "textContent" }],
  ])("%s", async (_name, change) => {
    expect(await javascript(change)).toMatchObject({
      outcome: "pass",
      reason: "ok",
      detail: expect.stringMatching(/red before/),
    });
  });
});

describe("JavaScript: a repair that leaves a way in fails", () => {
  it.each<[string, Change]>([
    ["log", { cwe: "CWE-117", line: "sign in of", from: '" + name)', to: '" + name.replace("\\n", " "))' }],
    ["query of documents", { cwe: "CWE-943", line: "findOne", from: "name: req.body.name", to: "name: String(req.body.name)" }],
    ["expression that grows", { cwe: "CWE-1333", line: "example\\.com", from: "([a-z0-9]+)+@", to: "([a-z]+|[a-z0-9]+)+@" }],
    ["path in a document", { cwe: "CWE-643", line: "xpath.select", from: "+ title +", to: `+ title.replace('"', "") +` }],
    ["cookie", { cwe: "CWE-1004", line: "res.cookie", from: "req.query.session)", to: "req.query.session, { httpOnly: true })" }],
    ["token", { cwe: "CWE-347", line: "jwt.decode", from: "jwt.decode(token)", to: 'jwt.verify(token, "")' }],
    [
      "prototype",
      {
        cwe: "CWE-1321",
        line: "target[key] = merge",
        from: "in source) {",
        to: 'in source) {\n    if (key === "__proto__") continue;',
      },
    ],
    [
      "script of a page",
      { cwe: "CWE-79", line: "innerHTML", from: "innerHTML = note", to: 'innerHTML = note.replace("<", "&lt;")' },
    ],
  ])("%s", async (_name, change) => {
    expect(said(await javascript(change))).toBe("fail: attack-succeeds");
  });
});

describe("what no call can show is said", () => {
  it.each(["CWE-798", "CWE-208", "CWE-116"])("%s", async (cwe) => {
    const answer = await python({ cwe, line: "sign in of", from: "%s", to: "%r" });

    expect(said(answer)).toBe("inconclusive: not-attackable");
  });
});

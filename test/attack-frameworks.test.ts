import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findPythonPackage } from "#adapters/checks/kit/find-package.ts";
import { attackTexts, said } from "./attack-setup.ts";
import { findExecutable } from "./behaviour-setup.ts";

/** A project with a virtual environment may be named for frameworks that the machine's Python does not have. */
const own = resolve("fixtures/checks/attack-frameworks");
const root = process.env["ASSAY_TEST_FRAMEWORKS"] ?? own;
const isHere = async (name: string): Promise<boolean> => (await findPythonPackage(root, findExecutable, name)) !== undefined;
const [flask, django, fastapi, httpx] = await Promise.all(["flask", "django", "fastapi", "httpx"].map(isHere));

interface Change {
  readonly path: string;
  readonly cwe: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

async function attack({ path, cwe, line, from, to }: Change, project = root): Promise<string> {
  const before = readFileSync(join("fixtures/checks/attack-frameworks", path), "utf8");
  const answer = await attackTexts({ path, cwe, line }, { before, after: before.replace(from, () => to) }, project);
  return `${said(answer)} ${answer.detail}`;
}

const ESCAPED = '__import__("html").escape(name)';
const local = (text: string): string => `${text} if __import__("re").fullmatch("/(?!/)[a-z0-9/.-]*", ${text}) else "/"`;

describe.skipIf(flask !== true)("Flask", () => {
  it.each<[string, Change]>([
    [
      "a part of the address",
      { path: "flask_app.py", cwe: "CWE-79", line: "Hello", from: '" + name + "', to: `" + ${ESCAPED} + "` },
    ],
    [
      "a field of the query",
      { path: "flask_app.py", cwe: "CWE-79", line: "<h1>", from: "+ word +", to: '+ __import__("html").escape(word) +' },
    ],
    [
      "a field of a form",
      {
        path: "flask_app.py",
        cwe: "CWE-601",
        line: "redirect(",
        from: 'request.form["target"]',
        to: local('request.form["target"]'),
      },
    ],
    [
      "a file of a form",
      {
        path: "flask_app.py",
        cwe: "CWE-434",
        line: "file.save",
        from: "    file.save(",
        to: '    if not file.filename.endswith((".png", ".jpg")):\n        return make_response("no picture", 400)\n    file.save(',
      },
    ],
  ])("%s", async (_name, change) => {
    expect(await attack(change)).toMatch(/^pass: ok .*The calls went through Flask's test client\./);
  });

  it("a repair that leaves a way fails", async () => {
    const change = { path: "flask_app.py", cwe: "CWE-79", line: "<h1>", from: "+ word +", to: '+ word.replace("<script", "") +' };
    expect(await attack(change)).toMatch(/^fail: attack-succeeds/);
  });
});

describe.skipIf(django !== true)("Django", () => {
  it.each<[string, Change]>([
    [
      "a field of the query",
      {
        path: "django_views.py",
        cwe: "CWE-79",
        line: "Hello",
        from: 'request.GET.get("name", "")',
        to: '__import__("html").escape(request.GET.get("name", ""))',
      },
    ],
    [
      "a field of a form",
      {
        path: "django_views.py",
        cwe: "CWE-601",
        line: "HttpResponseRedirect(",
        from: 'request.POST["target"]',
        to: local('request.POST["target"]'),
      },
    ],
  ])("%s", async (_name, change) => {
    expect(await attack(change)).toMatch(/^pass: ok .*The calls went through Django's request factory\./);
  });
});

describe.skipIf(fastapi !== true || httpx !== true)("FastAPI", () => {
  it.each<[string, Change]>([
    [
      "a part of the address",
      { path: "fast_app.py", cwe: "CWE-79", line: "Hello", from: '" + name + "', to: `" + ${ESCAPED} + "` },
    ],
    [
      "a field of the query",
      { path: "fast_app.py", cwe: "CWE-601", line: "RedirectResponse(target", from: "(target)\n", to: `(${local("target")})\n` },
    ],
  ])("%s", async (_name, change) => {
    expect(await attack(change)).toMatch(/^pass: ok .*The calls went through FastAPI's test client\./);
  });
});

const MARKED = (text: string): string => `String(${text}).replace(/[&<>"']/g, (sign) => "&#" + sign.charCodeAt(0) + ";")`;
const OWN = (text: string): string => `/^\\/(?![\\/\\\\])[a-z0-9/.-]*$/.test(${text}) ? ${text} : "/"`;

describe("Express", () => {
  it.each<[string, Change]>([
    [
      "a part of the address, through a router",
      { path: "express-app.cjs", cwe: "CWE-79", line: "req.params.name", from: "req.params.name", to: MARKED("req.params.name") },
    ],
    [
      "a field of the query",
      { path: "express-app.cjs", cwe: "CWE-79", line: "${word}", from: "${word}", to: `\${${MARKED("word")}}` },
    ],
    [
      "a field of a document",
      { path: "express-app.cjs", cwe: "CWE-601", line: "req.body.target", from: "req.body.target", to: OWN("req.body.target") },
    ],
    [
      "a command",
      {
        path: "express-app.cjs",
        cwe: "CWE-78",
        line: "wc -c",
        from: "req.query.file",
        to: "/^[\\w.]+$/.exec(req.query.file)?.[0]",
      },
    ],
    [
      "a file",
      {
        path: "express-app.cjs",
        cwe: "CWE-22",
        line: "readFileSync",
        from: "req.query.name)",
        to: 'require("node:path").basename(req.query.name))',
      },
    ],
    [
      "a cookie",
      {
        path: "express-app.cjs",
        cwe: "CWE-614",
        line: "res.cookie",
        from: '"name", req.query.name)',
        to: '"name", req.query.name, { secure: true, httpOnly: true })',
      },
    ],
    [
      "routes that a function registers",
      {
        path: "register-routes.mjs",
        cwe: "CWE-79",
        line: "req.query.name",
        from: "req.query.name",
        to: MARKED("req.query.name"),
      },
    ],
  ])("%s", async (_name, change) => {
    expect(await attack(change, own)).toMatch(/^pass: ok .*The calls went through Express\.$/);
  });

  it("a handler that the requests do not come to is called by itself", async () => {
    const change = {
      path: "express-app.cjs",
      cwe: "CWE-79",
      line: "<b>",
      from: 'req.query.name + "</b>"',
      to: `${MARKED("req.query.name")} + "</b>"`,
    };
    const answer = await attack(change, own);
    expect(answer).toMatch(/^pass: ok/);
    expect(answer).not.toContain("went through");
  });
});

describe("Koa", () => {
  it.each<[string, Change]>([
    [
      "a part of the address",
      { path: "koa-app.mjs", cwe: "CWE-79", line: "ctx.params.name", from: "ctx.params.name", to: MARKED("ctx.params.name") },
    ],
    [
      "a field of the query",
      { path: "koa-app.mjs", cwe: "CWE-601", line: "ctx.query.target", from: "ctx.query.target", to: OWN("ctx.query.target") },
    ],
  ])("%s", async (_name, change) => {
    expect(await attack(change, own)).toMatch(/^pass: ok .*The calls went through Koa\.$/);
  });

  it("text that is no page is no markup", async () => {
    const change = {
      path: "koa-app.mjs",
      cwe: "CWE-79",
      line: "ctx.query.name",
      from: "ctx.query.name",
      to: MARKED("ctx.query.name"),
    };
    expect(await attack(change, own)).toMatch(/^inconclusive: not-red-before/);
  });
});

describe.skipIf(!existsSync(join(root, "node_modules/fastify")))("Fastify", () => {
  it.each<[string, Change]>([
    [
      "a part of the address",
      {
        path: "fastify-app.mjs",
        cwe: "CWE-79",
        line: "request.params.name",
        from: "request.params.name",
        to: MARKED("request.params.name"),
      },
    ],
    [
      "a field of a document",
      {
        path: "fastify-app.mjs",
        cwe: "CWE-601",
        line: "request.body.target",
        from: "request.body.target",
        to: OWN("request.body.target"),
      },
    ],
  ])("%s", async (_name, change) => {
    expect(await attack(change)).toMatch(/^pass: ok .*The calls went through Fastify's inject\.$/);
  });
});

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findPythonPackage } from "#adapters/checks/kit/find-package.ts";
import { attackTexts, said } from "./attack-setup.ts";
import { findExecutable } from "./behaviour-setup.ts";

/** A project with a virtual environment may be named for frameworks that the machine's Python does not have. */
const root = process.env["ASSAY_TEST_FRAMEWORKS"] ?? resolve("fixtures/checks/attack-frameworks");
const isHere = async (name: string): Promise<boolean> => (await findPythonPackage(root, findExecutable, name)) !== undefined;
const [flask, django, fastapi, httpx] = await Promise.all(["flask", "django", "fastapi", "httpx"].map(isHere));

interface Change {
  readonly path: string;
  readonly cwe: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

async function attack({ path, cwe, line, from, to }: Change): Promise<string> {
  const before = readFileSync(join("fixtures/checks/attack-frameworks", path), "utf8");
  const answer = await attackTexts({ path, cwe, line }, { before, after: before.replace(from, () => to) }, root);
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

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import fromTools from "#adapters/scanners/imports.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { scan } from "#stages/scan/scan.ts";

const packages = createRequire(import.meta.url);
const signal = new AbortController().signal;
const scanner = fromTools({
  teamRules: [],
  loadGrammar: (file) =>
    readFile(
      packages.resolve(`${file === "tree-sitter-tsx.wasm" ? "tree-sitter-typescript" : file.replace(".wasm", "")}/${file}`),
    ),
});

async function look(files: Readonly<Record<string, string>>) {
  const workspace = createMemoryWorkspace({ root: "/project", files });
  const listing = await workspace.list({ paths: [] }, signal);
  return scan({ scanners: [scanner], workspace, listing, required: [], emit: () => undefined, now: () => 0 }, signal);
}

async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { findings } = await look(files);
  return findings.map(({ location, message }) => `${location.path}:${location.startLine} ${message.split(" ")[0]}`);
}

describe("JavaScript", () => {
  const project = (text: string, more: Readonly<Record<string, string>> = {}, manifest: object = {}) =>
    told({
      "package.json": JSON.stringify({ name: "shop", dependencies: { left: "1" }, ...manifest }),
      "src/a.ts": text,
      ...more,
    });

  test("a package that nothing declares is told once, where it is imported", async () => {
    const text =
      'import { x } from "left";\nimport y from "left-utils-pro/sub";\nconst z = require("@acme/none");\nimport "left-utils-pro";\nconst later = import("odd");\n';

    expect(await project(text)).toEqual(["src/a.ts:2 left-utils-pro", "src/a.ts:3 @acme/none", "src/a.ts:5 odd"]);
  });

  test.each([
    ["Node's own modules", 'import fs from "fs"; import "node:test"; import p from "path/posix";'],
    [
      "files and subpaths",
      'import "./b"; import "../c.js"; import "/d"; import "#inner"; import "@/e"; import "~/f"; import "$lib/g";',
    ],
    ["the project itself", 'import "shop/sub";'],
    ["addresses and virtual modules", 'import "https://example.org/x.js"; import "virtual:pages"; import "bun:test";'],
    ["comments and texts", '// import "gone"\nconst help = \'import x from "gone"\';\n'],
    ["what may fail", 'try { require("maybe"); } catch { use(null); }'],
  ])("%s are no packages", async (_, text) => {
    expect(await project(text)).toEqual([]);
  });

  test.each([
    ["peerDependencies", { peerDependencies: { react: "*" } }],
    ["optionalDependencies", { optionalDependencies: { react: "*" } }],
    ["types of a package", { devDependencies: { "@types/react": "*" } }],
  ])("%s declare too", async (_, manifest) => {
    expect(await project('import React from "react";', {}, manifest)).toEqual([]);
  });

  test.each([
    [
      "paths of tsconfig",
      { "tsconfig.json": '{ // why\n "compilerOptions": { "paths": { "@core/*": ["./core/*"], "deep": ["./x"], } } }' },
    ],
    [
      "packages of a workspace",
      { "packages/core/package.json": '{ "name": "@core/main" }', "packages/deep/package.json": '{ "name": "deep" }' },
    ],
    ["declared modules", { "types.d.ts": 'declare module "deep";\ndeclare module "@core/*";\n' }],
    ["an import map", { "deno.json": '{ "imports": { "deep": "./deep/mod.ts", "@core/": "./core/" } }' }],
  ])("%s lead elsewhere", async (_, more) => {
    expect(await project('import "@core/main"; import "deep";', more)).toEqual([]);
  });

  test("a manifest above is enough, and folders of the project by name are local", async () => {
    expect(await project("", { "src/x/b.js": 'import "left"; import "util-things/a";', "src/util-things/a.js": "" })).toEqual([]);
  });

  test("a lock file makes it surer; what it lists is installed", async () => {
    const lock = {
      lockfileVersion: 3,
      packages: { "node_modules/left": { version: "1.0.0" }, "node_modules/deep": { version: "1.0.0" } },
    };
    const files = {
      "package.json": '{ "dependencies": { "left": "1" } }',
      "a.js": 'require("deep"); require("none");',
    };

    const [open, closed] = [await look(files), await look({ ...files, "package-lock.json": JSON.stringify(lock) })];

    expect(open.findings.map(({ confidence, severity }) => [confidence, severity])).toEqual([
      [0.5, "medium"],
      [0.5, "medium"],
    ]);
    expect(closed.findings.map(({ message, confidence, cwe }) => [message.split(" ")[0], confidence, cwe])).toEqual([
      ["none", 0.7, ["CWE-1357"]],
    ]);
  });
});

describe("Python", () => {
  const project = (text: string, more: Readonly<Record<string, string>> = {}) =>
    told({
      "requirements.txt": "flask==3.0\nPyYAML\nopencv-python-headless>=4\npython-dateutil\ngoogle-cloud-storage\n",
      "src/shop/a.py": text,
      ...more,
    });

  test("a package that nothing declares is told once, where it is imported", async () => {
    expect(await project("import flask\nimport flask_secure_plus as f, requestz.api\nfrom requestz import get\n")).toEqual([
      "src/shop/a.py:2 flask_secure_plus",
      "src/shop/a.py:2 requestz",
    ]);
  });

  test.each([
    [
      "the standard library, old and new",
      "import os.path, tomllib, distutils\nfrom __future__ import annotations\nimport urllib2\n",
    ],
    ["modules named otherwise than their package", "import yaml, cv2\nfrom dateutil.parser import parse\n"],
    ["parts of a namespace", "from google.cloud import storage\n"],
    ["the project's own", "import shop.b\nfrom . import c\nfrom .d import e\nimport helpers\n"],
    ["what may be missing", "try:\n    import ujson\nexcept ImportError:\n    ujson = None\nimport ujson\n"],
    ["types only", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import mypy_boto3\n"],
    ["comments and texts", '"""\nimport gone\n"""\n# import gone\n'],
  ])("%s are no strangers", async (_, text) => {
    expect(await project(text, { "src/shop/b.py": "", "tools/helpers/__init__.py": "" })).toEqual([]);
  });

  test("every kind of manifest declares", async () => {
    const files = {
      "pyproject.toml":
        '[project]\nname = "shop"\ndependencies = ["alpha>=1"]\n[project.optional-dependencies]\nx = ["beta[y]"]\n[dependency-groups]\ndev = ["gamma", {include-group = "z"}]\n[tool.poetry.group.test.dependencies]\ndelta = "*"\n',
      Pipfile: '[packages]\nepsilon = "*"\n',
      "setup.py": 'setup(install_requires=["zeta>=2"])\n',
      "environment.yml": "dependencies:\n  - eta=1.0\n",
      "requirements/dev.txt": "",
      "dev-requirements.txt": "theta\n",
      "a.py": "import alpha, beta, gamma, delta, epsilon, zeta, eta, theta, iota\n",
    };

    expect(await told(files)).toEqual(["a.py:1 iota"]);
  });

  test("a well-known package that was only forgotten is a lesser matter", async () => {
    const { findings } = await look({ "requirements.txt": "flask\n", "a.py": "import sklearn\n" });

    expect(findings.map(({ severity, confidence }) => [severity, confidence])).toEqual([["low", 0.4]]);
  });
});

test("without a manifest it takes no part; code that stands for other projects is left alone", async () => {
  expect((await look({ "a.py": "import anything\n" })).engines).toEqual([]);
  expect(await told({ "package.json": "{}", "test/fixtures/a.js": 'require("x-y-z")', "docs/a.js": 'require("x-y-z")' })).toEqual(
    [],
  );
});

test("a manifest that cannot be read is said, and the run is not whole", async () => {
  const { engines, complete } = await look({ "package.json": "{", "a.js": 'require("x")' });

  expect(complete).toBe(false);
  expect(engines[0]?.reasons.map(({ path, code }) => [path, code])).toEqual([["package.json", "bad-manifest"]]);
});

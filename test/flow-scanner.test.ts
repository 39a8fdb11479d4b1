import { expect, test } from "vitest";
import createScanner from "#adapters/scanners/assay.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import { readCase } from "./flow-code.ts";
import { loadGrammar } from "./match/match-code.ts";

async function scan(files: Readonly<Record<string, string>>, threatModel?: ThreatModel): Promise<LibraryResult> {
  const scanner = createScanner({ loadGrammar, teamRules: [], ...(threatModel && { threatModel }) });
  const listed = Object.keys(files).flatMap((path) => {
    const language = languageOf(path)?.id;
    return language === undefined ? [] : [{ path, language, bytes: 1 }];
  });
  const workspace = createMemoryWorkspace({ root: "/project", files });
  return scanner.scan({ files: listed, workspace, progress: () => undefined }, new AbortController().signal);
}

test.each([
  ["python", "shop/store.py", "app.py"],
  ["javascript", "data/users.ts", "routes/users.js"],
])("an injection across files has its trace: %s", async (language, sink, source) => {
  const { findings } = await scan(readCase(`fixtures/flow/${language}/cross-file-sql`));

  const found = findings.find(({ rule }) => rule === "sql-injection");

  expect(found?.location.path).toBe(sink);
  expect(found?.cwe).toEqual(["CWE-89"]);
  expect(found?.trace?.[0]?.location.path).toBe(source);
  expect(found?.trace?.at(-1)?.location).toEqual(found?.location);
});

test("packages of a Go module find each other by what its manifest says", async () => {
  const files = readCase("fixtures/flow/go/module");
  const sinks = async (manifest: string): Promise<string[]> => {
    const { findings } = await scan({ ...files, "go.mod": manifest });
    return findings.flatMap(({ rule, location, trace }) =>
      rule === "sql-injection" && trace?.[0]?.location.path === "web/pages.go" ? [location.path] : [],
    );
  };

  expect(await sinks("module example.com/shop\n")).toEqual(["internal/store/search.go"]);
  expect(await sinks("module example.com/other\n")).toEqual([]);
});

test("a marker on the sink's line is reported as suppressed", async () => {
  const text =
    'import os\nfrom flask import request\ndef view():\n    os.system("ls " + request.args["x"])  # assay-ignore: command-injection\n';

  const { findings, suppressed } = await scan({ "a.py": text });

  expect(findings.map(({ rule }) => rule)).not.toContain("command-injection");
  expect(suppressed?.map(({ finding }) => finding.rule)).toContain("command-injection");
});

test.each([
  ["def backup(name):\n    os.system('tar c ' + name)\n", undefined, true],
  ["def backup(name):\n    os.system('tar c ' + name)\n", "application", false],
  ["def backup(name):\n    os.system('tar c ' + name)\n\nif __name__ == '__main__':\n    backup('a')\n", undefined, false],
  ["def backup(name):\n    os.system('tar c ' + name)\n\nif __name__ == '__main__':\n    backup('a')\n", "library", true],
] as const)(
  "whether parameters are untrusted is chosen from the code or set: %j under %s",
  async (code, threatModel, expected) => {
    const { findings } = await scan({ "a.py": `import os\n\n${code}` }, threatModel);

    expect(findings.some(({ rule, trace }) => rule === "command-injection" && trace !== undefined)).toBe(expected);
  },
);

test("a rule is overruled where all that reaches the sink is fixed or was checked", async () => {
  const code = [
    "const name = location.hash.slice(1);",
    "const box = document.getElementById('box');",
    "if (/^[a-z]+$/.test(name)) box.innerHTML = '<b>' + name + '</b>';",
    "box.innerHTML = '<b>' + name + '</b>';",
    "box.innerHTML = render();",
    "$('<p>').html(render());",
    "$('<p>' + title).html('fixed');",
  ];

  const { findings } = await scan({ "page.js": code.join("\n") });

  const lines = findings
    .filter(({ rule }) => /^js-(?:inner-html|markup-concat)$/.test(rule))
    .map(({ location }) => location.startLine);
  expect(lines).toEqual([4, 5, 6, 7]);
});

test("a team's own rule is never overruled", async () => {
  const text =
    "rules:\n  - id: no-write\n    message: no\n    severity: HIGH\n    languages: [javascript]\n    metadata: { cwe: [CWE-79] }\n    pattern: document.write(...)\n";
  const scanner = createScanner({ loadGrammar, teamRules: [{ path: ".assay/rules/a.yaml", text }] });
  const workspace = createMemoryWorkspace({ root: "/project", files: { "a.js": "document.write('<b>');\n" } });
  const files = [{ path: "a.js", language: "javascript", bytes: 1 }];

  const { findings } = await scanner.scan({ files, workspace, progress: () => undefined }, new AbortController().signal);

  expect(findings.map(({ rule }) => rule)).toContain("no-write");
});

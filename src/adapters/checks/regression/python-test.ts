import { callOf, payloadText } from "./python-call.ts";
import { indent, stepsOf } from "./python-steps.ts";
import { PROMISES } from "./scene.ts";
import type { Story } from "./story.ts";

const DATABASE = [
  "class Database:",
  '    """Keeps the statements that it is told."""',
  "",
  "    def __init__(self):",
  "        self.told = []",
  "",
  "    def execute(self, statement, *values):",
  "        self.told.append(str(statement))",
  "        return self",
  "",
  "    executemany = executescript = execute",
  "",
  "    def cursor(self, *given):",
  "        return self",
  "",
  "    def commit(self):",
  "        pass",
  "",
  "    close = commit",
  "",
  "    def fetchone(self):",
  "        return None",
  "",
  "    def fetchall(self):",
  "        return []",
  "",
  "    def __iter__(self):",
  "        return iter(())",
];

/** The file, for pytest or unittest; undefined where it cannot be written plainly. */
export function pythonTest(story: Story, pytest: boolean): string | undefined {
  const { attack, scene } = story;
  const { entry, module } = attack;
  const [red, plain] = [callOf(story, story.parameter, payloadText(story.payload)), callOf(story, -1, "")];
  if (red === undefined || plain === undefined || module === "") return undefined;
  const steps = stepsOf(story, red, plain);
  const body = [...steps.attack, "", ...steps.control].join("\n");
  const needs = (word: string): boolean => new RegExp(`\\b${word}\\b`).test(body);
  const folder = needs("folder");
  const imports = [
    ...(needs("logging") ? ["import logging"] : []),
    ...(needs("random") ? ["import random"] : []),
    ...(folder && !pytest ? ["import shutil", "import tempfile"] : []),
    ...(pytest ? [] : ["import unittest"]),
    "from contextlib import suppress",
    ...(folder || needs("Path") ? ["from pathlib import Path"] : []),
    ...(needs("patch") ? ["from unittest.mock import patch"] : []),
  ].filter((line) => !(pytest && line.includes("pathlib") && !needs("Path")));
  const head = [
    `"""${story.title}"""`,
    "",
    ...imports.toSorted(byImport),
    "",
    `from ${module} import ${entry.owner ?? entry.name}`,
    "",
  ];
  const name = snake(`${entry.owner === undefined ? "" : `${entry.owner}_`}${entry.name}`);
  const own = scene === "statements" ? ["", ...DATABASE, ""] : [];
  const promise = snake(PROMISES[scene]);
  const tests = pytest
    ? [
        "",
        `def test_${name}_${promise}(${folder ? "tmp_path" : ""}):`,
        ...indent([...(folder ? ["folder = tmp_path"] : []), ...steps.attack]),
        "",
        "",
        `def test_${name}_still_works(${folder ? "tmp_path" : ""}):`,
        ...indent([
          ...(folder && /\bfolder\b|document/.test(steps.control.join()) ? ["folder = tmp_path"] : []),
          ...steps.control,
        ]),
      ]
    : [
        "",
        `class ${pascal(name)}AttackTest(unittest.TestCase):`,
        ...indent([
          ...(folder
            ? [
                "def setUp(self):",
                "    self.folder = Path(tempfile.mkdtemp())",
                "    self.addCleanup(shutil.rmtree, self.folder)",
                "",
              ]
            : []),
          `def test_${promise}(self):`,
          ...indent([...(folder ? ["folder = self.folder"] : []), ...steps.attack]),
          "",
          "def test_still_works(self):",
          ...indent([...(folder && /\bfolder\b/.test(steps.control.join()) ? ["folder = self.folder"] : []), ...steps.control]),
        ]),
      ];
  return `${[...head, ...own, ...tests].join("\n")}\n`;
}

function byImport(a: string, b: string): number {
  const rank = (line: string): string => `${line.startsWith("import ") ? 0 : 1} ${line}`;
  return rank(a) < rank(b) ? -1 : 1;
}

function snake(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/\W+/g, "_")
    .toLowerCase();
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

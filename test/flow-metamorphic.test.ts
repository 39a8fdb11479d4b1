import { describe, expect, test } from "vitest";
import { tell } from "./flow-code.ts";

interface Program {
  readonly language: "py" | "js";
  /** What changes, one line a statement of the handler's body. */
  readonly name: string;
  readonly imports: string;
  readonly body: readonly string[];
  readonly rules: readonly string[];
}

/** Vulnerable programs and their harmless likenesses: each handler reads `value`, makes `text` of it and uses that. */
const PROGRAMS: readonly Program[] = [
  python("sql", "import sqlite3", 'text = "SELECT * FROM t WHERE a = \'" + value + "\'"', 'sqlite3.connect("x").execute(text)', [
    "sql-injection",
  ]),
  python(
    "sql, number",
    "import sqlite3",
    'text = "SELECT * FROM t WHERE a = " + str(int(value))',
    'sqlite3.connect("x").execute(text)',
    [],
  ),
  python("command", "import os", 'text = "ls " + value', "os.system(text)", ["command-injection"]),
  python("command, quoted", "import os, shlex", 'text = "ls " + shlex.quote(value)', "os.system(text)", []),
  python("path", "import os", 'text = os.path.join("/srv/files", value)', "open(text)", ["path-traversal"]),
  python("path, name only", "import os", 'text = os.path.join("/srv/files", os.path.basename(value))', "open(text)", []),
  javascript(
    "sql",
    'import { Pool } from "pg";',
    'const text = "SELECT * FROM t WHERE a = \'" + value + "\'";',
    "new Pool().query(text);",
    ["sql-injection"],
  ),
  javascript(
    "sql, number",
    'import { Pool } from "pg";',
    'const text = "SELECT * FROM t WHERE a = " + Number(value);',
    "new Pool().query(text);",
    [],
  ),
  javascript("command", 'import { exec } from "child_process";', 'const text = "ls " + value;', "exec(text);", [
    "command-injection",
  ]),
  javascript(
    "path",
    'import fs from "fs";\nimport path from "path";',
    'const text = path.join("/srv/files", value);',
    "fs.readFileSync(text);",
    ["path-traversal"],
  ),
  javascript(
    "path, name only",
    'import fs from "fs";\nimport path from "path";',
    'const text = path.join("/srv/files", path.basename(value));',
    "fs.readFileSync(text);",
    [],
  ),
];

function python(name: string, imports: string, made: string, used: string, rules: readonly string[]): Program {
  return {
    language: "py",
    name,
    imports: `${imports}\nfrom flask import Flask, request\napp = Flask(__name__)`,
    body: ['value = request.args.get("value")', made, used],
    rules,
  };
}

function javascript(name: string, imports: string, made: string, used: string, rules: readonly string[]): Program {
  return {
    language: "js",
    name,
    imports: `${imports}\nimport express from "express";\nconst app = express();`,
    body: ["const value = req.query.value;", made, used],
    rules,
  };
}

type Write = (program: Program) => string;

const lines = (body: readonly string[], indent: string): string => body.map((line) => indent + line).join("\n");

const plain: Write = ({ language, imports, body }) =>
  language === "py"
    ? `${imports}\n@app.route("/")\ndef view():\n${lines(body, "    ")}\n    return ""\n`
    : `${imports}\napp.get("/", (req, res) => {\n${lines(body, "  ")}\n});\n`;

const [READ, MADE, USED] = [0, 1, 2] as const;
const at = (body: readonly string[], index: number): string => body[index] as string;

/** Each writes the same program in another way. */
const CHANGES: Readonly<Record<string, Write>> = {
  "as it is": plain,
  "renames variables": (program) =>
    plain({
      ...program,
      body: program.body.map((line) =>
        line
          .replaceAll(/\bvalue\b(?!["'.])(?!\s*\))/gu, "given")
          .replaceAll(/\btext\b/gu, "made")
          .replaceAll(/\bvalue\b(?=\s*\))/gu, "given")
          .replaceAll("query.given", "query.value"),
      ),
    }),
  "extracts a variable": (program) =>
    plain({
      ...program,
      body: [
        at(program.body, READ),
        program.language === "py" ? "copy = value" : "const copy = value;",
        at(program.body, MADE).replaceAll(/\bvalue\b/gu, "copy"),
        at(program.body, USED),
      ],
    }),
  "inlines the text": (program) => {
    const made = at(program.body, MADE)
      .replace(/^(?:const )?text = /u, "")
      .replace(/;$/u, "");
    return plain({ ...program, body: [at(program.body, READ), at(program.body, USED).replace(/\btext\b/u, () => made)] });
  },
  "inlines the source": (program) => {
    const read = at(program.body, READ)
      .replace(/^(?:const )?value = /u, "")
      .replace(/;$/u, "");
    return plain({ ...program, body: [at(program.body, MADE).replace(/\bvalue\b/u, () => read), at(program.body, USED)] });
  },
  "extracts a function that makes the text": (program) => {
    const made = at(program.body, MADE)
      .replace(/^(?:const )?text = /u, "")
      .replace(/;$/u, "");
    const [before, call] =
      program.language === "py"
        ? [`def make(value):\n    return ${made}`, "text = make(value)"]
        : [`function make(value) { return ${made}; }`, "const text = make(value);"];
    return plain({
      ...program,
      imports: `${program.imports}\n${before}`,
      body: [at(program.body, READ), call, at(program.body, USED)],
    });
  },
  "extracts a function that uses it, written below": (program) => {
    const [behind, call] =
      program.language === "py"
        ? [`def use(text):\n    ${at(program.body, USED)}\n`, "use(text)"]
        : [`function use(text) { ${at(program.body, USED)} }\n`, "use(text);"];
    return plain({ ...program, body: [at(program.body, READ), at(program.body, MADE), call] }) + behind;
  },
  "wraps it in a class": (program) => {
    const [before, call] =
      program.language === "py"
        ? [
            `class Worker:\n    def __init__(self, value):\n        self.value = value\n    def work(self):\n        value = self.value\n${lines(program.body.slice(1), "        ")}`,
            "Worker(value).work()",
          ]
        : [
            `class Worker {\n  constructor(value) { this.value = value; }\n  work() {\n    const value = this.value;\n${lines(program.body.slice(1), "    ")}\n  }\n}`,
            "new Worker(value).work();",
          ];
    return plain({ ...program, imports: `${program.imports}\n${before}`, body: [at(program.body, READ), call] });
  },
  "makes it async": (program) => {
    const [before, call] =
      program.language === "py"
        ? ["async def same(x):\n    return x", "value = await same(value)"]
        : ["const same = async (x) => x;", "const later = await same(value);"];
    const text = plain({
      ...program,
      imports: `${program.imports}\n${before}`,
      body: [
        at(program.body, READ),
        call,
        program.language === "py" ? at(program.body, MADE) : at(program.body, MADE).replaceAll(/\bvalue\b/gu, "later"),
        at(program.body, USED),
      ],
    });
    return text.replace("def view", "async def view").replace("(req, res)", "async (req, res)");
  },
  "aliases imports": (program) =>
    program.language === "py"
      ? plain(program)
          .replaceAll(
            /^import (\w+)(?:, (\w+))?$/gmu,
            (_, first: string, second?: string) =>
              `import ${first} as m_${first}${second === undefined ? "" : `, ${second} as m_${second}`}`,
          )
          .replaceAll(/\b(os|sqlite3|shlex)\.(?=\w+)/gu, "m_$1.")
          .replaceAll(/\brequest\b/gu, "rq")
          .replace("Flask, rq", "Flask, request as rq")
      : plain(program)
          .replace("import { exec }", "import { exec as start }")
          .replace("exec(text)", "start(text)")
          .replace("import { Pool }", "import { Pool as Db }")
          .replace("new Pool", "new Db")
          .replaceAll(/\bfs\b(?!")/gu, "files"),
  "splits a string": (program) =>
    plain({
      ...program,
      body: program.body.map((line) =>
        line
          .replace('"SELECT * FROM t', '"SELECT * " + "FROM t')
          .replace('"ls "', '"l" + "s "')
          .replace('"/srv/files"', '"/srv" + "/files"'),
      ),
    }),
  "uses the other quotes": (program) =>
    plain({ ...program, body: program.body.map((line) => (line.includes("'") ? line : line.replaceAll('"', "'"))) }),
  "puts it into a branch": (program) =>
    program.language === "py"
      ? plain({ ...program, body: [at(program.body, READ), "if value:", ...program.body.slice(1).map((line) => `    ${line}`)] })
      : plain({ ...program, body: [at(program.body, READ), "if (value) {", ...program.body.slice(1), "}"] }),
};

describe.each(PROGRAMS)("$language $name", (program) => {
  test.each(Object.keys(CHANGES))("%s", async (change) => {
    const text = (CHANGES[change] as Write)(program);

    const told = await tell({ [`a.${program.language}`]: text });

    expect(
      told.map(({ rule }) => rule),
      text,
    ).toEqual(program.rules);
  });
});

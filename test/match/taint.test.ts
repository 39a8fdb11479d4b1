import { describe, expect, test } from "vitest";
import { matchedLines, ruleText, scanCode } from "./match-code.ts";

const PYTHON = `mode: taint
pattern-sources:
  - pattern: request.args
  - patterns:
      - pattern: |
          @route(...)
          def $F(..., $P, ...):
              ...
      - focus-metavariable: $P
pattern-sinks:
  - pattern: os.system(...)
  - patterns:
      - pattern: $C.execute($Q, ...)
      - focus-metavariable: $Q
pattern-sanitizers:
  - pattern: shlex.quote(...)`;

const ECMASCRIPT = `mode: taint
pattern-sources:
  - patterns:
      - pattern: $REQ.query
      - pattern-inside: function ($REQ, ...) { ... }
pattern-sinks:
  - pattern: child_process.exec(...)
  - pattern: $X.innerHTML = $Y
pattern-sanitizers:
  - pattern: escape(...)`;

/** Lines marked `BAD` must be found, others not. */
async function expectMarked(language: string, rule: string, code: string): Promise<void> {
  const marked = code.split("\n").flatMap((line, index) => (line.includes("BAD") ? [index + 1] : []));

  expect(await matchedLines(language, rule, code)).toEqual(marked);
}

const PYTHON_FLOWS: readonly (readonly [name: string, code: string])[] = [
  [
    "assignments and string building",
    "x = request.args['a']\ny = 'ls ' + x\nos.system(y) # BAD\nos.system(f'ls {x}') # BAD\nos.system('%s' % x) # BAD\nos.system('{}'.format(x)) # BAD\n",
  ],
  ["an alias of the sink", "from os import system as run\nrun(request.args['a']) # BAD\n"],
  ["a value that is replaced", "x = request.args['a']\nx = 'safe'\nos.system(x)\n"],
  ["a sanitizer", "x = request.args['a']\nos.system(shlex.quote(x))\nx = shlex.quote(x)\nos.system(x)\n"],
  [
    "numbers and comparisons carry nothing",
    "n = int(request.args['n'])\nos.system('%d' % n)\nos.system(request.args['a'] == 'b')\nos.system(len(request.args['a']))\nx = request.args['n']\nos.system('a' if x else 'b')\n",
  ],
  ["looking up by a tainted key", "x = {'a': 1}[request.args['a']]\nos.system(x)\n"],
  ["parameters of a query", "q = request.args['q']\nc.execute('select %s', (q,))\nc.execute('select ' + q) # BAD\n"],
  ["branches that both replace it", "q = request.args['q']\nif a:\n    q = '1'\nelse:\n    q = '2'\nos.system(q)\n"],
  ["a branch that replaces it and one that does not", "q = request.args['q']\nif a:\n    q = '1'\nos.system(q) # BAD\n"],
  [
    "a branch that returns",
    "def f():\n    q = 'a'\n    if a:\n        q = request.args['q']\n        return\n    os.system(q)\n",
  ],
  [
    "one branch does not taint the other",
    "q = 'a'\nif a:\n    q = request.args['q']\nelse:\n    os.system(q)\nos.system(q) # BAD\n",
  ],
  ["the second turn of a loop", "x = ''\nwhile a:\n    os.system(x) # BAD\n    x = request.args['a']\n"],
  [
    "items of a tainted list",
    "for k in request.args.getlist('x'):\n    os.system(k) # BAD\nos.system([p for p in request.args]) # BAD\n",
  ],
  [
    "containers that are filled",
    "parts = []\nparts.append(request.args['a'])\nos.system(' '.join(parts)) # BAD\nd = {}\nd['a'] = request.args['a']\nos.system(d['a']) # BAD\n",
  ],
  ["one property of an object", "o.a = request.args['a']\nos.system(o.a) # BAD\nos.system(o.b)\nos.system(o) # BAD\n"],
  ["several names at once", "a, b = request.args['a'], 1\nos.system(a) # BAD\n"],
  ["a resource", "with open(request.args['a']) as h:\n    os.system(h.read()) # BAD\n"],
  [
    "parameters of a route, and of nothing else",
    "@route('/x')\ndef f(name, other: str = 'a'):\n    os.system(name) # BAD\n    os.system(other) # BAD\ndef g(name):\n    os.system(name)\n",
  ],
  [
    "an inner function sees the outer",
    "def f():\n    x = request.args['a']\n    def g():\n        os.system(x) # BAD\n    def h(x):\n        os.system(x)\n",
  ],
  ["functions do not leak into each other", "def f():\n    x = request.args['a']\ndef g():\n    os.system(x)\n"],
  [
    "trying to clean it",
    "try:\n    v = request.args['a']\n    v = shlex.quote(v)\nexcept Exception as e:\n    raise\nos.system(v)\n",
  ],
];

describe("flows in Python", () => {
  test.each(PYTHON_FLOWS)("%s", async (_, code) => {
    await expectMarked("python", PYTHON, `import os, shlex\n${code}`);
  });
});

const ECMASCRIPT_FLOWS: readonly (readonly [name: string, body: string])[] = [
  ["destructuring and templates", "const {a, b: {c}} = req.query;\nexec(`ls ${a}`); // BAD\nexec(c); // BAD"],
  ["casts and awaited calls", "const a = await foo(req.query.a as string);\nexec(a); // BAD"],
  ["lambdas inside arguments", "const a = req.query.a;\nexec('ls', () => {\n el.innerHTML = a; // BAD\n});"],
  [
    "lambdas over tainted items",
    "req.query.list.map((item) => {\n exec(item); // BAD\n});\n['a'].map((item) => { exec(item); });",
  ],
  [
    "only the right side of an assignment",
    "const a = req.query.a;\na.innerHTML = 'x';\nel.innerHTML = escape(a);\nel.innerHTML = a; // BAD",
  ],
  ["appending", "let s = 'a';\ns += req.query.a;\nif (s == 'b') { exec('y'); } else {\n exec(s); // BAD\n}"],
  [
    "for-of, and a switch",
    "for (const k of req.query.a) {\n exec(k); // BAD\n}\nlet t = 'a';\nswitch (t) { case 'a': t = req.query.a; break; default: t = 'b'; }\nexec(t); // BAD",
  ],
  ["spreading", "const o = {...req.query};\nexec(o.a); // BAD\nexec(...req.query.a); // BAD"],
];

describe.each(["javascript", "typescript"])("flows in %s", (language) => {
  test.each(ECMASCRIPT_FLOWS.filter(([name]) => language === "typescript" || !name.startsWith("casts")))(
    "%s",
    async (_, body) => {
      await expectMarked(
        language,
        ECMASCRIPT,
        `import {exec} from 'child_process';\napp.get('/', async (req, res) => {\n${body}\n});\n`,
      );
    },
  );
});

test("the trace leads from the source to the sink", async () => {
  const code = "import os\nx = request.args['a']\ny = 'a' + x\nos.system(y)\n";
  const { matches } = await scanCode("python", ruleText("python", PYTHON), code);

  expect(matches[0]?.trace?.map((mark) => code.slice(mark.start, mark.end))).toEqual(["request.args", "x", "y", "os.system(y)"]);
});

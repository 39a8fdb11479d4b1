import { describe, expect, test } from "vitest";
import { matchedCode } from "./match-code.ts";

const CASES: readonly (readonly [name: string, patterns: string, code: string, expected: readonly string[]])[] = [
  [
    "require, destructured and renamed",
    "pattern: child_process.exec(...)",
    "const {exec: e} = require('node:child_process');\ne(a);\nconst cp = require('child_process');\ncp.exec(b);\nother.exec(c);",
    ["e(a)", "cp.exec(b)"],
  ],
  [
    "import in every form",
    "pattern: child_process.exec(...)",
    "import * as cp from 'child_process';\nimport d, {exec as run} from 'node:child_process';\ncp.exec(1); d.exec(2); run(3);",
    ["cp.exec(1)", "d.exec(2)", "run(3)"],
  ],
  [
    "a member of a module, and promisify",
    "pattern: child_process.exec(...)",
    "const cp = require('child_process'); const x = cp.exec; const p = util.promisify(cp.exec);\nx(1); p(2);",
    ["x(1)", "p(2)"],
  ],
  [
    "a submodule",
    "pattern: fs.promises.readFile(...)",
    "import { readFile } from 'node:fs/promises';\nreadFile(a);",
    ["readFile(a)"],
  ],
  [
    "assignment to a property",
    "pattern: $X.innerHTML = $Y",
    "el.innerHTML = a; el.b = 1; (x.y).innerHTML = z;",
    ["el.innerHTML = a", "(x.y).innerHTML = z"],
  ],
  [
    "assignment and every declaration",
    "pattern: $X = foo(...)",
    "const x = await foo(1); let y = foo(); z = foo();",
    ["x = await foo(1)", "y = foo()", "z = foo()"],
  ],
  [
    "an object literal, quoted keys too",
    "pattern: '{..., rejectUnauthorized: false, ...}'",
    "f({a: 1, rejectUnauthorized: false}); f({'rejectUnauthorized': false}); f({rejectUnauthorized: true});",
    ["{a: 1, rejectUnauthorized: false}", "{'rejectUnauthorized': false}"],
  ],
  [
    "one property",
    "pattern: 'rejectUnauthorized: false'",
    "f({a: 1, rejectUnauthorized: false});",
    ["rejectUnauthorized: false"],
  ],
  ["a shorthand property", "pattern: 'spawn($X, {..., shell: $S, ...})'", "spawn(a, {shell});", ["spawn(a, {shell})"]],
  [
    "template holes inside a lambda of any form",
    "patterns:\n  - pattern: db.query(`...${$X}...`)\n  - pattern-inside: function ($REQ, ...) { ... }",
    "app.get('/', (req, res) => { db.query(`select ${req.a}`) }); app.get(function (q) { db.query(`a ${q}`); });\ndb.query(`b ${c}`);",
    ["db.query(`select ${req.a}`)", "db.query(`a ${q}`)"],
  ],
  [
    "statements up to an inner block",
    "pattern: |\n  const $X = require('x');\n  ...\n  $X.go(...);",
    "const y = require('x');\nif (a) { y.go(1); }",
    ["const y = require('x');\nif (a) { y.go(1);"],
  ],
  ["new is not a call", "pattern: new Foo($X, ...)", "new Foo(1, 2); Foo(1); new Bar(1);", ["new Foo(1, 2)"]],
  [
    "a function with its body",
    "pattern: 'function $F(..., $P, ...) { ... return $P; ... }'",
    "function g(a, b) { x(); return b; }\nfunction h(a) { return 1; }",
    ["function g(a, b) { x(); return b; }"],
  ],
  ["a string with a constant first part", 'pattern: eval("$X" + $Y)', "eval('a' + b); eval(c);", ["eval('a' + b)"]],
  ["spread is not an ellipsis", "pattern: f(...$X)", "f(...a); f(b);", ["f(...a)"]],
  ["optional chaining is chaining", "pattern: $A.b(...)", "x?.b(1);", ["x?.b(1)"]],
  [
    "a constant",
    "pattern: crypto.createHash('md5')",
    "import crypto from 'crypto';\nconst ALGORITHM = 'md5';\ncrypto.createHash(ALGORITHM);\nlet other = 'md5'; other = x; crypto.createHash(other);",
    ["crypto.createHash(ALGORITHM)"],
  ],
  [
    "an empty block is empty",
    "pattern: 'try { ... } catch ($E) {}'",
    "try { a(); } catch (e) {}\ntry { b(); } catch (e) { c(); }",
    ["try { a(); } catch (e) {}"],
  ],
  ["a function that does nothing", "pattern: 'f(() => {})'", "f(() => {}); f(() => { g(); });", ["f(() => {})"]],
];

describe.each(["javascript", "typescript", "tsx"])("patterns on %s", (language) => {
  test.each(CASES)("%s", async (_, patterns, code, expected) => {
    expect(await matchedCode(language, patterns, code)).toEqual(expected);
  });
});

describe("what only TypeScript has", () => {
  test("types, casts and modifiers need not be mentioned", async () => {
    const code = "async function f<T>(a: string, b?: number): Promise<void> { run(a as unknown as string, b!); }\n";

    expect(await matchedCode("typescript", "pattern: 'function $F($A, $B) { ... }'", code)).toHaveLength(1);
    expect(await matchedCode("typescript", "pattern: run(a, b)", code)).toEqual(["run(a as unknown as string, b!)"]);
  });

  test("JSX attributes in any order", async () => {
    const code = "x = <div a='b' dangerouslySetInnerHTML={{__html: y}} c />;";

    expect(await matchedCode("tsx", "pattern: <$E ... dangerouslySetInnerHTML={$X} ... />", code)).toEqual([
      "<div a='b' dangerouslySetInnerHTML={{__html: y}} c />",
    ]);
  });
});

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { javascriptDefinitionNamed } from "#adapters/checks/attack/javascript-entry.ts";
import { pythonDefinitionNamed } from "#adapters/checks/attack/python-entry.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { type Counterpart, counterpartOf } from "./counterpart.ts";

const require = createRequire(import.meta.url);
const parser = createParser((file) => readFile(require.resolve(`${file.replace(".wasm", "")}/${file}`)));

async function counterpart(path: string, text: string, name: string): Promise<Counterpart | undefined> {
  const language = languageOf(path);
  const parsed = language && (await (await parser).parse(language, text));
  if (parsed?.kind !== "tree") throw new Error("not parsed");
  const named = path.endsWith(".py") ? pythonDefinitionNamed : javascriptDefinitionNamed;
  const maker = named(parsed.tree, name, undefined, []);
  if (maker === undefined) throw new Error("no such function");
  return counterpartOf(parsed.tree, maker);
}

it.each<[string, string, Counterpart | undefined]>([
  ["def hash_it(pw): pass\ndef verify_it(pw, stored): pass\n", "hash_it", { name: "verify_it", from: [0, "result"] }],
  ["def hash_it(pw): pass\ndef verify_it(stored, pw, rounds=1): pass\n", "hash_it", { name: "verify_it", from: ["result", 0] }],
  [
    "def hash_it(pw): pass\ndef verify_it(pw, salt, digest): pass\n",
    "hash_it",
    { name: "verify_it", from: [0, { part: 0 }, { part: 1 }] },
  ],
  [
    "def encrypt(key, text): pass\ndef decrypt(key, data): pass\ndef check(a): pass\n",
    "encrypt",
    { name: "decrypt", from: [0, "result"] },
  ],
  [
    "def hash_user(pw): pass\ndef verify_token(x): pass\ndef verify_user(x): pass\n",
    "hash_user",
    { name: "verify_user", from: ["result"] },
  ],
  ["def hash_it(pw): pass\ndef verify_a(x): pass\ndef verify_b(x): pass\n", "hash_it", undefined],
  ["def hash_it(pw): pass\ndef verify_it(pw): pass\n", "hash_it", undefined],
  ["def hash_it(pw): pass\n", "hash_it", undefined],
])("%j", async (text, name, expected) => {
  expect(await counterpart("a.py", text, name)).toEqual(expected);
});

it("of JavaScript too", async () => {
  expect(
    await counterpart("a.js", "const hashPassword = (pw) => pw;\nfunction checkPassword(pw, hash) {}\n", "hashPassword"),
  ).toEqual({ name: "checkPassword", from: [0, "result"] });
});

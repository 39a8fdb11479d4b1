import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { namesNumber } from "#recipes/kit/prose.ts";
import {
  callArguments,
  calleeOf,
  callsNear,
  isCallOf,
  keywordArgument,
  methodName,
  positionalArgument,
  unwrap,
} from "#recipes/python-syntax/calls.ts";
import { documentationAt } from "#recipes/python-syntax/documentation.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";
import { canonicalName } from "#recipes/python-syntax/names.ts";

const SIZES: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };
const ROUNDS: Readonly<Record<string, number>> = { sha1: 1_300_000, sha256: 600_000, sha512: 210_000 };
const FAST = Object.keys(SIZES).map((name) => `hashlib.${name}`);
const PASSWORD = /(^|[._"'])(password|passwd|pwd|passphrase)\d?(["']\])?$/i;
const SALT = /(^|[._])salt$/i;

export default defineRecipe({
  id: "python/cwe-916-slow-hash",
  title: "Hash passwords slowly",
  languages: ["python"],
  cwes: ["CWE-916", "CWE-759"],
  review: "merge-after-review",
  description:
    "Turns the hash of `(salt + password).encode()` into `hashlib.scrypt` with that salt and a result of the same length, and raises the rounds of PBKDF2 and bcrypt to what OWASP asks for (600,000 with SHA-256, " +
    "12 with bcrypt). Declines where there is no salt, which would need a place to be stored, and where the documentation of the function names the rounds. Hashes stored so far, bcrypt's apart, no longer match: passwords must be hashed anew at the next login.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, [...FAST, "hashlib.pbkdf2_hmac", "bcrypt.gensalt"])[0];
    if (call === undefined) return decline("no password is hashed fast at the place", "other-place");
    const bcrypt = isCallOf(tree, call, ["bcrypt.gensalt"]);
    const edits = isCallOf(tree, call, FAST)
      ? scrypt(tree, call)
      : bcrypt
        ? rounds(tree, call, "rounds", 0, 12)
        : iterations(tree, call);
    if (typeof edits === "string") return decline(edits);
    return offer(tree, [
      {
        variant: isCallOf(tree, call, FAST) ? "scrypt" : "more-rounds",
        title: isCallOf(tree, call, FAST) ? "Derive it with scrypt" : "Hash with as many rounds as OWASP asks for",
        rationale: "Whoever gets hold of the hashes tries passwords against them; each try now costs as much time as a login.",
        edits,
        tradeOffs: {
          behaviour: bcrypt
            ? "Hashing takes a good part of a second; stored hashes stay valid."
            : "Hashing takes a good part of a second; stored hashes no longer match and passwords must be hashed anew.",
        },
      },
    ]);
  },
});

function iterations(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const name = textOf(tree, positionalArgument(tree, call, 0)?.value ?? call).replaceAll(/["']/g, "");
  const wanted = ROUNDS[name];
  return wanted === undefined ? "the hash is not one whose rounds are known" : rounds(tree, call, "iterations", 3, wanted);
}

function rounds(tree: SyntaxTree, call: NodeId, name: string, index: number, wanted: number): TextEdit[] | string {
  const given = (keywordArgument(tree, call, name) ?? positionalArgument(tree, call, index))?.value;
  if (given === undefined || kindOf(tree, given) !== "integer") return "the number of rounds is not written at the call";
  const text = textOf(tree, given);
  if (namesNumber(documentationAt(tree, call), Number(text.replaceAll("_", ""))))
    return "the number of rounds is part of what the function documents";
  if (Number(text.replaceAll("_", "")) >= (wanted === 12 ? 10 : wanted)) return "the number of rounds is high enough";
  return [
    replaceNode(
      tree,
      given,
      wanted > 1000
        ? String(wanted)
            .replace(/(?=(\d{3})+$)/g, "_")
            .replace(/^_/, "")
        : String(wanted),
    ),
  ];
}

function scrypt(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const sum = callArguments(tree, call)?.[0]?.value ?? NONE;
  const inner = unwrap(tree, sum);
  const encoded = inner !== NONE && kindOf(tree, inner) === "call" && methodName(tree, inner) === "encode";
  const both = encoded ? unwrap(tree, childByField(tree, calleeOf(tree, inner), "object")) : inner;
  if (both === NONE || kindOf(tree, both) !== "binary_operator" || textOf(tree, childByField(tree, both, "operator")) !== "+")
    return "no salt is hashed with the password here";
  const sides = [childByField(tree, both, "left"), childByField(tree, both, "right")];
  const bare = (node: NodeId): string => textOf(tree, node).replace(/\.encode\([^()]*\)$/, "");
  const [salt, password] = [sides.find((side) => SALT.test(bare(side))), sides.find((side) => PASSWORD.test(bare(side)))];
  if (salt === undefined || password === undefined) return "no salt is hashed with the password here";
  const digest = parentOf(tree, parentOf(tree, call));
  const method = kindOf(tree, digest) === "call" ? methodName(tree, digest) : undefined;
  if (method !== "hexdigest" && method !== "digest") return "the hash is not read right away";
  const derive = useMember(tree, "hashlib", "scrypt", calleeOf(tree, call));
  if (derive === undefined) return "the file uses the name scrypt for something else";
  const encode = encoded ? tree.text.slice(tree.ends[childByField(tree, calleeOf(tree, inner), "object")], tree.ends[inner]) : "";
  const size = SIZES[(canonicalName(tree, calleeOf(tree, call)) as string).slice("hashlib.".length)] as number;
  const made = `${derive.name}(${textOf(tree, password)}${encode}, salt=${textOf(tree, salt)}${encode}, n=2**14, r=8, p=1, dklen=${size})`;
  return [
    ...derive.edits,
    replaceNode(tree, call, made),
    { start: tree.ends[call] as number, end: tree.ends[digest] as number, text: method === "hexdigest" ? ".hex()" : "" },
  ];
}

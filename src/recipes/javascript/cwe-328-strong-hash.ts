import { childByField, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { argumentsOf, bare, calleeOf, functionOf, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportedPath, moduleBindings } from "#recipes/ecmascript-syntax/modules.ts";
import { resolve, usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const WEAK = /^(?:rsa-)?(?:md4|md5|md5-sha1|sha-?1|ripemd(?:160)?|rmd160)$/i;
/** Words near the call that show a protocol which fixes the algorithm: WebSocket handshake (RFC 6455), Gravatar, Pwned Passwords. */
const FIXED_BY_PROTOCOL = /258EAFA5-E914-47DA-95CA-C5AB0DC85B11|gravatar|pwnedpasswords|git[-_ ]?(?:blob|object)/i;
const isCrypto = (name: string): boolean => name === "crypto";
const isCryptoJs = (name: string): boolean => name === "crypto-js";

/** The edit that gives the call a strong algorithm, or why there is none; undefined for a call of something else. */
function strengthen(tree: SyntaxTree, call: NodeId): TextEdit | string | undefined {
  const callee = calleeOf(tree, call);
  const member = memberOf(tree, callee);
  const written = textOf(tree, callee);
  const known = exportedPath(tree, callee, moduleBindings(tree, isCrypto), isCrypto);
  const free =
    /^(?:crypto\.)?create(?:Hash|Hmac)$/.test(written) && resolve(tree, callee, written.split(".")[0] as string) === undefined;
  const path =
    known ??
    (free ? written.replace("crypto.", "") : /(^|\.)crypto\.subtle\.digest$/.test(written) ? "subtle.digest" : undefined);
  if (path === "createHash" || path === "createHmac" || path?.endsWith("subtle.digest"))
    return strongName(tree, argumentsOf(tree, call)[0]);
  const library = exportedPath(tree, callee, moduleBindings(tree, isCryptoJs), isCryptoJs);
  if (library === undefined || !/^(?:Hmac)?(?:MD5|SHA1|RIPEMD160)$/.test(library)) return undefined;
  if (member === undefined) return "the weak function is imported by name; import its SHA256 instead";
  return replaceNode(
    tree,
    childByField(tree, bare(tree, callee), "property"),
    library.startsWith("Hmac") ? "HmacSHA256" : "SHA256",
  );
}

function strongName(tree: SyntaxTree, argument: NodeId | undefined): TextEdit | string | undefined {
  if (argument === undefined) return undefined;
  const { value, binding } = valueOf(tree, bare(tree, argument));
  const name = stringValue(tree, value);
  if (name === undefined) return "the algorithm is chosen at run time";
  if (!WEAK.test(name)) return undefined;
  if (binding !== undefined && usesOf(tree, binding).length > 1) return "the algorithm's name is used for more than this call";
  const literal = bare(tree, value);
  const strong = /^SHA-1$/.test(name) ? "SHA-256" : name === name.toUpperCase() ? "SHA256" : "sha256";
  const quote = textOf(tree, literal)[0] as string;
  return replaceNode(tree, literal, quote + strong + quote);
}

function repair(tree: SyntaxTree, call: NodeId, edit: TextEdit): RecipeAnswer {
  const around = functionOf(tree, call);
  const near = around === NONE ? textOf(tree, call) : textOf(tree, around);
  if (FIXED_BY_PROTOCOL.test(near)) return decline("a protocol that the code speaks prescribes this algorithm");
  const password = /pass(?:word|wd|phrase)|\bpwd\b/i.test(near);
  return {
    kind: "options",
    options: [
      {
        variant: "sha-256",
        title: "Hash with SHA-256",
        rationale: "Collisions of MD5 and SHA-1 can be made at will; none are known for SHA-256.",
        edits: settleEdits(tree, [edit]),
        tradeOffs: {
          behaviour: "Digests are 32 bytes long and differ from stored ones, which must be computed anew or kept apart.",
          ...(password
            ? { security: "A plain hash, SHA-256 too, is too fast for passwords: move to crypto.scrypt with a random salt." }
            : {}),
        },
        ...(password ? { review: "merge-after-review" as const } : {}),
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-328-strong-hash",
  title: "Broken hash algorithm becomes SHA-256",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-328", "CWE-327", "CWE-916"],
  review: "merge-after-cursory-review",
  description:
    "Gives `createHash`, `createHmac`, `crypto.subtle.digest` and crypto-js SHA-256 in place of MD5, SHA-1 or RIPEMD, in the literal or in the constant that names it. Declines when the algorithm is chosen at run time, when the constant serves other calls, or when the function speaks a protocol that prescribes the algorithm.",
  propose({ tree, range }) {
    let reason = "no call with a weak hash algorithm at this place";
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const edit = strengthen(tree, call);
      if (typeof edit === "object") return repair(tree, call, edit);
      if (edit !== undefined) reason = edit;
    }
    for (const name of nodesNear(tree, range, ["string"])) {
      const declarator = tree.parents[name] as number;
      if (kindOf(tree, declarator) !== "variable_declarator" || !WEAK.test(stringValue(tree, name) ?? "")) continue;
      const binding = resolve(tree, name, textOf(tree, childByField(tree, declarator, "name")));
      const use = binding === undefined ? undefined : usesOf(tree, binding)[0];
      const call = use === undefined ? NONE : (tree.parents[tree.parents[use] as number] as number);
      const edit = call === NONE || kindOf(tree, call) !== "call_expression" ? undefined : strengthen(tree, call);
      if (typeof edit === "object") return repair(tree, call, edit);
    }
    return decline(reason);
  },
});

import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { enclosingStatement, lineEndAt, lineStartAt, removeRange, startsLine } from "#recipes/kit/edit.ts";
import { type Argument, callArguments, isCallOf, methodName, unwrap } from "./calls.ts";
import { isBinding, mentions, reboundBetween, scopeOf } from "./scope.ts";

/** One message encrypted or decrypted in one expression, by AES in a mode that hides and proves too little. */
export interface CipherEnd {
  readonly direction: "encrypt" | "decrypt";
  readonly library: "Crypto" | "Cryptodome" | "cryptography";
  /** Where the cipher is made, and the expression that gives the result. */
  readonly made: NodeId;
  readonly result: NodeId;
  readonly key: NodeId;
  readonly message: NodeId;
  /** Takes away the lines that only made the cipher. */
  readonly cleared: readonly TextEdit[];
}

const PRIMITIVES = "cryptography.hazmat.primitives.ciphers";
const WEAK_MODE = /(?:^|[.])(?:MODE_)?(?:ECB|CBC|CTR|CFB8?|OFB)(?:\(|$)/u;

/** Every weak AES cipher of the file; undefined where one of them is used for more than one message, or its parts are not in sight. */
export function cipherEnds(tree: SyntaxTree): readonly CipherEnd[] | undefined {
  const ends: CipherEnd[] = [];
  for (const call of descendants(tree, 0, ["call"])) {
    const made = newCipher(tree, call);
    if (made === "other") continue;
    const end =
      made === undefined
        ? undefined
        : made.library === "cryptography"
          ? contextEnd(tree, call, made)
          : directEnd(tree, call, made);
    if (end === undefined) return undefined;
    ends.push(end);
  }
  return ends;
}

type Made = Pick<CipherEnd, "library" | "key">;

/** What a call makes: a weak cipher, something else, or undefined where that cannot be seen. */
function newCipher(tree: SyntaxTree, call: NodeId): Made | "other" | undefined {
  const library = (["Crypto", "Cryptodome"] as const).find((one) => isCallOf(tree, call, [`${one}.Cipher.AES.new`]));
  const primitives = isCallOf(tree, call, [`${PRIMITIVES}.Cipher`]);
  if (library === undefined && !primitives) return "other";
  const all = callArguments(tree, call) ?? [];
  if (all.some(({ splat }) => splat)) return undefined;
  const [first, mode, iv] = [given(all, 0, ["key", "algorithm"]), given(all, 1, ["mode"]), given(all, 2, ["iv", "IV"])];
  if (first === undefined) return undefined;
  const algorithm = primitives ? unwrap(tree, first) : NONE;
  if (primitives && !isCallOf(tree, algorithm, [`${PRIMITIVES}.algorithms.AES`])) return "other";
  if (mode !== undefined && !WEAK_MODE.test(textOf(tree, mode).replace(/\(.*$/su, "("))) return "other";
  const nonce = primitives && mode !== undefined ? callArguments(tree, unwrap(tree, mode))?.[0]?.value : iv;
  if (nonce !== undefined && !isFixed(tree, nonce)) return undefined;
  const key = primitives ? callArguments(tree, algorithm)?.[0]?.value : first;
  return key === undefined ? undefined : { library: library ?? "cryptography", key };
}

function given(all: readonly Argument[], index: number, names: readonly string[]): NodeId | undefined {
  return (
    all.find(({ name }) => name !== undefined && names.includes(name)) ?? all.filter(({ name }) => name === undefined)[index]
  )?.value;
}

const BYTES = /^(?:b(["'])(?:\\.|[^\\"'])*\1|bytes\(\d+\))(?:\s*\*\s*\d+)?$/u;

/** Bytes written there, or a name that the file binds once, to such bytes. */
function isFixed(tree: SyntaxTree, node: NodeId): boolean {
  const value = unwrap(tree, node);
  if (kindOf(tree, value) !== "identifier") return BYTES.test(textOf(tree, value));
  const bound = mentions(tree, 0, textOf(tree, value)).filter((one) => isBinding(tree, one));
  const [only] = bound;
  if (only === undefined || bound.length > 1) return false;
  return BYTES.test(textOf(tree, childByField(tree, parentOf(tree, only), "right")));
}

/** `cipher.encrypt(message)`. */
function directEnd(tree: SyntaxTree, made: NodeId, { library, key }: Made): CipherEnd | undefined {
  const used = onlyUse(tree, made);
  if (used === undefined) return undefined;
  const [result, ...more] = methodCalls(tree, used.reads);
  const direction = result === undefined ? "" : methodName(tree, result);
  const all = result === undefined ? undefined : callArguments(tree, result);
  if (result === undefined || more.length > 0 || (direction !== "encrypt" && direction !== "decrypt") || all?.length !== 1)
    return undefined;
  const message = (all[0] as Argument).value;
  return movable(tree, { direction, library, made, result, key, message, cleared: used.cleared });
}

/** `context.update(message) + context.finalize()`. */
function contextEnd(tree: SyntaxTree, made: NodeId, { library, key }: Made): CipherEnd | undefined {
  const used = onlyUse(tree, made);
  const [context, ...others] = used === undefined ? [] : methodCalls(tree, used.reads);
  const word = context === undefined ? undefined : methodName(tree, context);
  if (used === undefined || context === undefined || others.length > 0 || (word !== "encryptor" && word !== "decryptor"))
    return undefined;
  const contextUse = onlyUse(tree, context);
  const calls = contextUse === undefined ? [] : methodCalls(tree, contextUse.reads);
  const [update, finalize] = [
    calls.find((call) => methodName(tree, call) === "update"),
    calls.find((call) => methodName(tree, call) === "finalize"),
  ];
  if (contextUse === undefined || update === undefined || finalize === undefined || calls.length !== 2) return undefined;
  const result = parentOf(tree, update);
  const sum =
    kindOf(tree, result) === "binary_operator" &&
    textOf(tree, childByField(tree, result, "operator")) === "+" &&
    childByField(tree, result, "left") === update &&
    childByField(tree, result, "right") === finalize;
  const message = callArguments(tree, update)?.[0]?.value;
  if (!sum || message === undefined) return undefined;
  const direction = word === "encryptor" ? "encrypt" : "decrypt";
  return movable(tree, { direction, library, made, result, key, message, cleared: [...used.cleared, ...contextUse.cleared] });
}

/** The key must still be there, and the same, where the message is. */
function movable(tree: SyntaxTree, end: CipherEnd): CipherEnd | undefined {
  const plain = ["identifier", "attribute"].includes(kindOf(tree, end.key));
  if (end.cleared.length === 0) return end;
  return plain && !reboundBetween(tree, end.key, tree.starts[end.made] as number, tree.starts[end.result] as number)
    ? end
    : undefined;
}

interface Use {
  readonly reads: readonly NodeId[];
  readonly cleared: readonly TextEdit[];
}

/** The places that use the value of an expression: itself, or the reads of the variable that a line of its own gives it to. */
function onlyUse(tree: SyntaxTree, value: NodeId): Use | undefined {
  const parent = parentOf(tree, value);
  if (kindOf(tree, parent) !== "assignment") return { reads: [value], cleared: [] };
  const left = childByField(tree, parent, "left");
  const statement = enclosingStatement(tree, parent);
  if (kindOf(tree, left) !== "identifier" || !startsLine(tree, statement)) return undefined;
  const all = mentions(tree, scopeOf(tree, left), textOf(tree, left));
  const reads = all.filter((one) => !isBinding(tree, one));
  if (all.length - reads.length !== 1) return undefined;
  const [from, to] = [
    lineStartAt(tree.text, tree.starts[statement] as number),
    lineEndAt(tree.text, tree.ends[statement] as number),
  ];
  return { reads, cleared: [removeRange(from, to)] };
}

/** Method calls on the places; none where one of them is anything else. */
function methodCalls(tree: SyntaxTree, places: readonly NodeId[]): NodeId[] {
  const calls = places.map((place) => {
    const member = parentOf(tree, place);
    const call = parentOf(tree, member);
    const called = kindOf(tree, member) === "attribute" && childByField(tree, member, "object") === place;
    return called && kindOf(tree, call) === "call" && childByField(tree, call, "function") === member ? call : NONE;
  });
  return calls.includes(NONE) ? [] : calls;
}

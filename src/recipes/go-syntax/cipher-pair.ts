import {
  childByField,
  childrenByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { argumentsOf, calleeOf } from "./calls.ts";
import { resultTypes } from "./functions.ts";
import { valueOfName } from "./pieces.ts";

/** A function that does nothing but encrypt or decrypt one message. */
export interface CipherFunction {
  readonly node: NodeId;
  readonly direction: "encrypt" | "decrypt";
  readonly cipher: "aes" | "other";
  /** The key as it is written, in words that hold at the head of the function. */
  readonly key: string;
  readonly message: { readonly name: string; readonly text: boolean };
  /** `base64.StdEncoding` and the like, where what is encrypted is written as text. */
  readonly encoding: string | undefined;
  readonly results: readonly string[];
}

const ENGINES = /^(?:aes|des|rc4|blowfish)\.New(?:TripleDES)?Cipher$/u;
const ALLOWED =
  /^(?:aes|des|rc4|blowfish|cipher|bytes|errors|hex|base64|base64\.\w+|fmt\.Errorf|io\.ReadFull|rand\.Read|make|len|append|copy|panic|int|byte|string|min|max)(?:\.|$)|\.(?:BlockSize|CryptBlocks|XORKeyStream|Encrypt|Decrypt|EncodeToString|DecodeString)$/u;

/** Every function of a file that only encrypts or decrypts; undefined as soon as one of those with a cipher does more, or takes what is not understood. */
export function cipherFunctions(tree: SyntaxTree): readonly CipherFunction[] | undefined {
  const all = descendants(tree, 0, ["function_declaration", "method_declaration"]);
  const users = all.filter((one) => callees(tree, one).some((name) => ENGINES.test(name)));
  const found = users.map((one) => read(tree, one));
  return found.every((one) => one !== undefined) ? found : undefined;
}

function callees(tree: SyntaxTree, around: NodeId): string[] {
  return descendants(tree, around, ["call_expression"]).map((call) => calleeOf(tree, call));
}

function read(tree: SyntaxTree, node: NodeId): CipherFunction | undefined {
  const called = callees(tree, node);
  const helpers = called.filter((name) => !ALLOWED.test(name));
  const engine = descendants(tree, node, ["call_expression"]).filter((call) => ENGINES.test(calleeOf(tree, call)));
  const [made] = engine;
  if (kindOf(tree, node) !== "function_declaration" || made === undefined || engine.length > 1) return undefined;
  if (!helpers.every((name) => isPadding(tree, name))) return undefined;
  const name = textOf(tree, childByField(tree, node, "name"));
  const direction = directionOf(name, called);
  const [key] = argumentsOf(tree, made);
  const list = childByField(tree, node, "parameters");
  const parameters = namedChildren(tree, list).flatMap((one) =>
    childrenByField(tree, one, "name").map((each) => ({
      name: textOf(tree, each),
      type: textOf(tree, childByField(tree, one, "type")),
    })),
  );
  if (direction === undefined || key === undefined) return undefined;
  const written = textOf(tree, valueOfName(tree, key) === NONE ? key : valueOfName(tree, key));
  const messages = parameters.filter((one) => !new RegExp(`\\b${one.name}\\b`, "u").test(written));
  const [message] = messages;
  if (message === undefined || messages.length > 1 || !/^(?:\[\]byte|string)$/u.test(message.type)) return undefined;
  if (!isWholeKey(tree, node, written, new Set(parameters.map((one) => one.name)))) return undefined;
  const results = resultTypes(tree, node);
  if (!/^(?:\[\]byte|string)(?:,error)?$/u.test(results.join(","))) return undefined;
  const encoding = called.flatMap((one) => /^((?:base64\.\w+)|hex)\.(?:EncodeToString|DecodeString)$/u.exec(one)?.[1] ?? []);
  if (encoding.length > 1) return undefined;
  const cipher = calleeOf(tree, made).startsWith("aes.") ? "aes" : "other";
  return {
    node,
    direction,
    cipher,
    key: written,
    message: { name: message.name, text: message.type === "string" },
    encoding: encoding[0],
    results,
  };
}

function directionOf(name: string, called: readonly string[]): CipherFunction["direction"] | undefined {
  const both = called.map((one) => /(?:\.New\w+|\.)(Encrypt|Decrypt)(?:er)?$/u.exec(one)?.[1]?.toLowerCase());
  const told = new Set(both.filter((one) => one !== undefined));
  if (told.size === 1) return told.has("encrypt") ? "encrypt" : "decrypt";
  if (told.size > 1) return undefined;
  return /^(?:encrypt|encipher|seal)/iu.test(name)
    ? "encrypt"
    : /^(?:decrypt|decipher|unseal)/iu.test(name)
      ? "decrypt"
      : undefined;
}

/** Whether a function of the file only adds or takes away what fills the last block. */
function isPadding(tree: SyntaxTree, name: string): boolean {
  const own = descendants(tree, 0, ["function_declaration"]).find(
    (one) => textOf(tree, childByField(tree, one, "name")) === name,
  );
  return own !== undefined && /pad/iu.test(name) && callees(tree, own).every((one) => ALLOWED.test(one));
}

/** Whether a key stands in words that hold at the head of the function: parameters and names of the package. */
function isWholeKey(tree: SyntaxTree, around: NodeId, written: string, parameters: ReadonlySet<string>): boolean {
  if (!/^(?:\[\]byte\([\w"`.]+\)|[\w.]+)$/u.test(written)) return false;
  const name = /^(?:\[\]byte\()?(\w+)/u.exec(written)?.[1] ?? "";
  const declared = descendants(tree, around, ["short_var_declaration", "var_spec"]).some((one) =>
    textOf(tree, one)
      .split(/:?=/u)[0]
      ?.split(/[\s,]+/u)
      .includes(name),
  );
  return parameters.has(name) || !declared;
}

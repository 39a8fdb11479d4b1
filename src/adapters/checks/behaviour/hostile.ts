import { posix } from "node:path";
import { isInternal } from "#adapters/checks/attack/address-structure.ts";
import type { Call, Value } from "./plan.ts";

/** What texts of a kind of weakness an attacker would send: there the repaired code should do something else. */
const HOSTILE: Readonly<Record<string, (text: string) => boolean>> = {
  "path-traversal": (text) =>
    // oxlint-disable-next-line no-control-regex -- these are what an attacker sends
    /[\\\0~\r\n]|%2e|%2f|\.\.|^[A-Za-z]:/i.test(text) || /^(?:\/|\.\.?(?:\/|$))/.test(posix.normalize(text || ".")),
  "command-injection": (text) => !/^[\w@%+=:,./][\w@%+=:,./-]*$/.test(text),
  "sql-injection": (text) => /['"`\\;%\0]|--|\/\*|#/.test(text),
  "cross-site-scripting": (text) => /[<>&"'`]|^\s*(?:javascript|data|vbscript):/i.test(text),
  "code-injection": (text) => !isLiteral(text),
  deserialization: (text) => /!!|^\s*c\w|_\$\$ND|"py\//.test(text),
  "open-redirect": (text) => !/^\/(?![/\\])[\w\-./?=&%+]*$/.test(text),
  // A whole address of the examples, or a word that can only be a part of one.
  "request-forgery": (text) =>
    !/^https?:\/\/(?:www\.)?example\.(?:com|org)(?:[/?#]|$)/i.test(text) &&
    (isInternal(text) || !/^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/.test(text)),
};

/** A number, text, list or mapping of such, as every language of ours writes it: no names, calls or operators. */
function isLiteral(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\w+\s*[=:,;|&]\s*/, ""));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Whether a text belongs to what the repair is about; of kinds without a notion here everything but plain words may. */
export function isHostile(family: string, text: string): boolean {
  const judge = HOSTILE[family];
  return judge === undefined ? !ANYTHING.has(family) && !/^[\w .,:/@?=+-]*$/.test(text) : judge(text);
}

/** Kinds where no input is the attack. */
const ANYTHING: ReadonlySet<string> = new Set([
  "weak-random",
  "weak-hash",
  "fixed-salt",
  "weak-key",
  "CWE-329",
  "CWE-1204",
  "CWE-323",
  "temporary-file",
  "certificate-validation",
]);

/** Whether any of the texts of a call is hostile. A number or flag never is; `outside` are the texts of a request. */
export function isHostileCall(family: string, call: Call, chosen: ReadonlySet<number>, outside: boolean): boolean {
  return (
    (outside && isHostile(family, call.text)) ||
    call.values.some((value, index) => (chosen.size === 0 || chosen.has(index)) && holdsHostile(family, value))
  );
}

function holdsHostile(family: string, value: Value): boolean {
  if (value.items !== undefined) return value.items.some((each) => holdsHostile(family, each));
  if (value.fields !== undefined) return Object.values(value.fields).some((each) => holdsHostile(family, each));
  return ["text", "bytes", "path", "record", "request", "archive"].includes(value.shape) && isHostile(family, value.text);
}

/** Whether it is known what an attacker would send for this kind. */
export function hasNotion(family: string): boolean {
  return HOSTILE[family] !== undefined || ANYTHING.has(family);
}

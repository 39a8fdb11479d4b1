import type { Parameter } from "#adapters/checks/attack/plan.ts";
import { payloadParts } from "./scene.ts";
import type { Story } from "./story.ts";

/** A text as Python writes it. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function payloadText(payload: string): string {
  const parts = payloadParts(payload);
  if (parts.length === 1) return literal(payload);
  const inside = parts.map((part, index) => {
    if (index % 2 === 0) return literal(part).slice(1, -1).replaceAll("{", "{{").replaceAll("}", "}}").replaceAll('\\"', "'\"'");
    return part === "bare" ? "{str(secret).lstrip('/')}" : `{${part}}`;
  });
  // A quote in a formatted text needs Python 3.12: joined pieces do not.
  if (!inside.some((text) => text.includes("'\"'"))) return `f"${inside.join("")}"`;
  const pieces = parts.map((part, index) =>
    index % 2 === 0 ? literal(part) : part === "bare" ? 'str(secret).lstrip("/")' : `str(${part})`,
  );
  return pieces.filter((piece) => piece !== '""').join(" + ");
}

/** The argument in Python, undefined for what cannot be written plainly. */
function argument({ shape, text, keyword, name }: Parameter, attacked: string | undefined): string | undefined {
  const value = ((): string | undefined => {
    switch (shape) {
      case "text":
        return attacked ?? literal(text);
      case "bytes":
        return attacked === undefined ? `b${literal(text)}` : `(${attacked}).encode()`;
      case "path":
        return `Path(${attacked ?? literal(text)})`;
      case "number":
        return attacked ?? (/^-?\d+$/.test(text) ? text : literal(text));
      case "flag":
        return "False";
      case "folder":
        return "str(folder)";
      case "file":
        return attacked ?? "str(document)";
      case "list":
        return `[${attacked ?? literal(text)}]`;
      case "database":
        return "database";
      case "callback":
        return "lambda *given: None";
      case "omitted":
        return "";
      case "archive":
      case "record":
      case "request":
      case "response":
      case "object":
        return undefined;
      default:
        return shape satisfies never;
    }
  })();
  return value === undefined || value === "" ? value : keyword ? `${name}=${value}` : value;
}

function listOf(parameters: readonly Parameter[], attacked: number, payload: string): string | undefined {
  const written = parameters.map((each, index) => argument(each, index === attacked ? payload : undefined));
  return written.every((each) => each !== undefined) ? written.filter((each) => each !== "").join(", ") : undefined;
}

/** The call with the payload, or harmless for `attacked` -1; undefined where it cannot be written plainly. */
export function callOf({ attack: { entry }, scene }: Story, attacked: number, payload: string): string | undefined {
  const given = listOf(entry.parameters, attacked, payload);
  const made = listOf(entry.made, -1, "");
  if (given === undefined || made === undefined) return undefined;
  if (entry.kind === "function") return `${entry.name}(${given})`;
  if (entry.kind === "static-method") return `${entry.owner ?? ""}.${entry.name}(${given})`;
  return entry.kind === "method" && scene !== "hash" ? `${entry.owner ?? ""}(${made}).${entry.name}(${given})` : undefined;
}

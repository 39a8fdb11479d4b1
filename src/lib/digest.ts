import { hash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";

/** SHA-256 of bytes or of the UTF-8 form of a text, as `sha256:` + 64 lower-case hex digits. */
export function digest(content: string | Uint8Array): string {
  return `sha256:${hash("sha256", content, "hex")}`;
}

/** Digest of a JSON value in its canonical form (RFC 8785), so that key order and spacing do not matter. */
export function digestJson(value: unknown): string {
  return digest(canonicalJson(value));
}

/** The first hex digits of what {@link digest} gives, for names that a person may have to type. */
export function shortDigest(content: string, digits: number): string {
  return hash("sha256", content, "hex").slice(0, digits);
}

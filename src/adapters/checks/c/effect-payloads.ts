import { commandPayloads, pathPayloads } from "#adapters/checks/attack/payloads-system.ts";
import { documentPayloads, headerPayloads, markupPayloads, statementPayloads } from "#adapters/checks/attack/payloads-text.ts";

/** A word that stands nowhere else; the doubles of the formatted print know it too. */
export const MARK = "qzassayqz";
export const SECRET = "/tmp/room/outside/secret.txt";
const CANARY = "/tmp/room/canary";
const AIM = { canary: CANARY, secret: SECRET, siblings: [], mark: MARK, language: "python" as const };

/** Hosts that only the machine itself, or its own network, can ask. */
export const INNER: readonly string[] = ["127.0.0.1", "localhost", "169.254.169.254", "10.0.0.1", "[::1]"];

/** What attacks nobody and comes further than a plain word, by the effect. */
export const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  "document-entity": ["<x><name>report</name></x>"],
  request: ["http://report.example/a", "report.example"],
};

/** Texts of an attacker who is after an effect; none where calling is enough. */
export function payloadsOf(effect: string): string[] {
  if (effect === "command-injection") return commandPayloads(AIM);
  if (effect === "path-traversal") return pathPayloads(AIM);
  if (effect === "sql-injection") return statementPayloads(AIM);
  if (effect === "document-entity") return documentPayloads(AIM).filter((text) => text.includes(SECRET));
  if (effect === "markup") return markupPayloads(AIM);
  if (effect === "header") return headerPayloads(AIM);
  if (effect === "request") return INNER.flatMap((host) => [`http://${host}/${MARK}`, host, `http://report@${host}/${MARK}`]);
  return effect === "format-string" ? [`${MARK}%x%x`, `${MARK} %s%n`] : [];
}

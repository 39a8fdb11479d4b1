import { isAttack, type Result } from "#adapters/checks/attack/judge.ts";
import type { Family } from "#adapters/checks/attack/plan.ts";

/** How a test sees that an attack had its effect. */
export type Scene =
  /** A file that only the attack makes. */
  | "canary"
  /** A file outside whose text must not come out. */
  | "secret"
  /** A database that keeps what it is told. */
  | "statements"
  /** Markup of the attacker in what comes back. */
  | "markup"
  /** The same seed, twice. */
  | "seed"
  /** A function for hashes that must not be called. */
  | "hash"
  /** A property of every object. */
  | "prototype"
  /** Lines of a log. */
  | "log";

const SCENES: Partial<Readonly<Record<Family, Scene>>> = {
  "command-injection": "canary",
  "code-injection": "canary",
  deserialization: "canary",
  "path-traversal": "secret",
  "xml-entities": "secret",
  "sql-injection": "statements",
  "cross-site-scripting": "markup",
  "weak-random": "seed",
  "weak-hash": "hash",
  "prototype-pollution": "prototype",
  "log-injection": "log",
};

/** What the test must not see, as the name of a test says it. */
export const PROMISES: Readonly<Record<Scene, string>> = {
  canary: "runs nothing of its input",
  secret: "gives out no other file",
  statements: "keeps its input out of the statement",
  markup: "makes no markup of its input",
  seed: "cannot be foretold from the seed",
  hash: "uses no broken hash",
  prototype: "leaves other objects alone",
  log: "writes one line",
};

export function sceneOf(family: Family, language: "python" | "javascript"): Scene | undefined {
  const scene = SCENES[family];
  if (scene === "hash" || scene === "log" || scene === "seed") return language === "python" ? scene : undefined;
  if (scene === "prototype") return language === "javascript" ? scene : undefined;
  return scene;
}

/** The plainest attack that was red and is green, and that the scene can show. */
export function winningAttack(scene: Scene, before: readonly Result[], after: readonly Result[]): Result | undefined {
  return before.find((each) => {
    if (!isAttack(each) || each.effect === undefined) return false;
    if (after.find(({ id }) => id === each.id)?.effect !== undefined) return false;
    const payload = each.payload ?? "";
    if (scene === "secret") return payload.includes("tmp/room/farassay/secret.txt");
    if (scene === "markup") return payload.includes("<xassay");
    if (scene === "prototype") return payload.startsWith("{");
    return true;
  });
}

/** A payload with the places in it that a test has of its own: text and names in turn, beginning with text. */
export function payloadParts(payload: string): string[] {
  return payload
    .split(/(\/tmp\/room\/canary|\/?tmp\/room\/farassay\/secret\.txt)/)
    .map((part) =>
      part === "/tmp/room/canary" ? "canary" : part.endsWith("secret.txt") ? (part.startsWith("/") ? "secret" : "bare") : part,
    );
}

import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";

/** Names and indices from the root to a value. */
export type JsonPath = readonly (string | number)[];

export interface JsonPieces {
  /** UTF-8, cut anywhere. Does nothing after a fault. */
  write(chunk: Uint8Array): void;
  /** Why this was not one JSON text, or undefined when it was. */
  end(): string | undefined;
}

export interface PieceOptions {
  /** What to hand out, as `$.runs.*.results.*`; none may lie inside another. Everything else is read and dropped. */
  readonly paths: readonly string[];
  readonly onPiece: (path: JsonPath, value: unknown) => void;
  /** Called with the path of each object and array at most three deep, also of empty ones; the root's is empty. */
  readonly onOpen?: (path: JsonPath, kind: "object" | "array") => void;
}

/** Deeper than any report of a tool goes, and far from where a recursive reader of the pieces would break. */
const DEEPEST = 200;
const OPEN_DEPTH = 3;

/**
 * Reads one JSON text piece by piece (RFC 8259, strictly), so that its size does not matter. A key that stands twice in one object is a
 * fault: which of the two counts is a matter of taste, and a report must not be one thing to us and another to its writer.
 */
export function jsonPieces({ paths, onPiece, onOpen }: PieceOptions): JsonPieces {
  let fault: string | undefined;
  const fail = (reason: string): void => void (fault ??= reason);
  const tokenizer = new Tokenizer({ stringBufferSize: 65536 });
  const parser = new TokenParser({ paths: [...paths], keepStack: false });
  const watch = watcher(fail, onOpen);
  tokenizer.onToken = (token) => {
    watch(token.token, token.value);
    if (fault === undefined) parser.write(token);
  };
  parser.onValue = ({ value, key, stack }) => {
    const keys = [...stack.slice(1).map((entry) => entry.key), key].filter((one) => one !== undefined);
    onPiece(keys, value);
  };
  tokenizer.onError = (error) => fail(error.message);
  parser.onError = (error) => fail(error.message);
  return {
    write(chunk) {
      if (fault === undefined) tokenizer.write(chunk);
    },
    end() {
      if (fault === undefined && !tokenizer.isEnded) tokenizer.end();
      if (fault === undefined && !parser.isEnded) fail("it ends in the middle");
      return fault;
    },
  };
}

/** One object or array that is open. Made once a depth and used again: a report opens millions. */
interface Level {
  kind: "object" | "array";
  readonly keys: Set<string>;
  /** Of the value that comes next. */
  key: string | number;
  expectsKey: boolean;
}

function watcher(fail: (reason: string) => void, onOpen: PieceOptions["onOpen"]): (token: TokenType, value: unknown) => void {
  const levels: Level[] = [];
  let depth = 0;
  const open = (kind: Level["kind"]): void => {
    if (depth <= OPEN_DEPTH) {
      const path = levels.slice(0, depth).map(({ key }) => key);
      onOpen?.(path, kind);
    }
    const level = (levels[depth] ??= { kind, keys: new Set(), key: "", expectsKey: false });
    level.kind = kind;
    level.keys.clear();
    level.key = kind === "array" ? 0 : "";
    level.expectsKey = kind === "object";
    depth++;
    if (depth > DEEPEST) fail(`it is nested more than ${DEEPEST} deep`);
  };
  return (token, value) => {
    const top = depth === 0 ? undefined : levels[depth - 1];
    if (token === TokenType.STRING) {
      if (top?.expectsKey !== true) return;
      const key = String(value);
      if (top.keys.has(key)) fail(`the key ${JSON.stringify(key.slice(0, 60))} stands twice in one object`);
      top.keys.add(key);
      top.key = key;
      top.expectsKey = false;
    } else if (token === TokenType.COMMA) {
      if (top?.kind === "object") top.expectsKey = true;
      else if (top !== undefined) top.key = Number(top.key) + 1;
    } else if (token === TokenType.LEFT_BRACE) open("object");
    else if (token === TokenType.LEFT_BRACKET) open("array");
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth = Math.max(0, depth - 1);
  };
}

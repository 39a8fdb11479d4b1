import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";

/** Holds a JSON text against RFC 8259 token by token and keeps nothing of it, so that its size does not matter. */
export interface JsonTokens {
  /** UTF-8, cut anywhere. Does nothing after a fault. */
  write(chunk: Uint8Array): void;
  /** Why this was not one JSON text, or undefined when it was. */
  end(): string | undefined;
}

/** Strict: a key that stands twice in one object is a fault. @param room how deep objects and arrays may lie in each other */
export function jsonTokens(room: number): JsonTokens {
  let fault: string | undefined;
  const fail = (reason: string): void => void (fault ??= reason);
  const tokenizer = new Tokenizer({ stringBufferSize: 65536 });
  const parser = new TokenParser({ paths: ["$.none.none"], keepStack: false });
  const watch = watcher(fail, room);
  tokenizer.onToken = (token) => {
    watch(token.token, token.value);
    if (fault === undefined) parser.write(token);
  };
  parser.onValue = () => undefined;
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

function watcher(fail: (reason: string) => void, room: number): (token: TokenType, value: unknown) => void {
  /** Keys of the objects that are open. Made once a depth and used again; undefined for an array. */
  const levels: { keys: Set<string>; isObject: boolean; expectsKey: boolean }[] = [];
  let depth = 0;
  const open = (isObject: boolean): void => {
    const level = (levels[depth] ??= { keys: new Set(), isObject, expectsKey: isObject });
    level.keys.clear();
    level.isObject = isObject;
    level.expectsKey = isObject;
    depth++;
    if (depth > room) fail(TOO_DEEP);
  };
  return (token, value) => {
    const top = depth === 0 ? undefined : levels[depth - 1];
    if (token === TokenType.STRING) {
      if (top?.expectsKey !== true) return;
      const key = String(value);
      if (top.keys.has(key)) fail(twice(key));
      top.keys.add(key);
      top.expectsKey = false;
    } else if (token === TokenType.COMMA) {
      if (top?.isObject === true) top.expectsKey = true;
    } else if (token === TokenType.LEFT_BRACE) open(true);
    else if (token === TokenType.LEFT_BRACKET) open(false);
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth = Math.max(0, depth - 1);
  };
}

/** Deeper than any report of a tool goes, and far from where a recursive reader of the pieces would break. */
export const DEEPEST = 200;

export const TOO_DEEP = `it is nested more than ${DEEPEST} deep`;

export function twice(key: string): string {
  return `the key ${JSON.stringify(key.slice(0, 60))} stands twice in one object`;
}

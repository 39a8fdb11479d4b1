import { describe, expect, it } from "vitest";
import { environmentName } from "./environment.ts";
import { cook, quoted } from "./expressions.ts";
import { shellWords } from "./shell-words.ts";
import { type Piece, rawOffsets } from "./template.ts";

const literal = (text: string): Piece => ({ kind: "literal", text, start: 0, end: text.length, node: 1 });
const value: Piece = { kind: "expression", node: 2, start: 0, end: 0, inTemplate: true };

/** Words as text, `$` for a value; the reason when the command needs a shell. */
function split(...pieces: readonly Piece[]): string[] | string {
  const result = shellWords(pieces);
  return result.ok
    ? result.words.map((word) => word.map((part) => (part.kind === "text" ? part.text : "$")).join(""))
    : result.reason;
}

describe("shellWords", () => {
  it("splits at blanks and removes quotes as a shell does", () => {
    expect(split(literal(`tar  -cf 'my file'.tar "a b"\\ c ''`))).toEqual(["tar", "-cf", "my file.tar", "a b c", ""]);
  });

  it("keeps a value in the word it stands in", () => {
    expect(split(literal("cp --to='"), value, literal("/x' \""), value, literal('"'))).toEqual(["cp", "--to=$/x", "$"]);
  });

  it.each(["ls | wc", "a && b", "a; b", "a > b", "ls *.js", "echo $HOME", "echo `id`", "echo $(id)", "ls ~", "rm {a,b}", "a\nb"])(
    "leaves %j to a shell",
    (command) => {
      expect(split(literal(command))).toBeTypeOf("string");
    },
  );

  it("leaves shell signs in quotes alone", () => {
    expect(split(literal(`grep 'a|b*' "c;d" \\$x`))).toEqual(["grep", "a|b*", "c;d", "$x"]);
  });

  it("refuses an open quote and a value that names a variable", () => {
    expect(split(literal("echo 'a"))).toBe("a quote of the command is not closed");
    expect(split(literal("echo $"), value)).toBe("the name of a shell variable is interpolated");
  });
});

describe("literals", () => {
  it("reads escapes and says no to those it does not know", () => {
    expect(cook(String.raw`a\n\x41\u{1F600}\'` + "\\\n")).toBe("a\nA\u{1F600}'");
    expect(cook(String.raw`\1`)).toBeUndefined();
  });

  it("maps every character of a value to its place in the source", () => {
    expect(rawOffsets(String.raw`a\'\x41b`)).toEqual([0, 1, 3, 7, 8]);
  });

  it("writes what it can read again", () => {
    const text = "it's \\ `${x}` \n";

    expect(["'", '"', "`"].map((quote) => cook(quoted(text, quote).slice(1, -1)))).toEqual([text, text, text]);
  });

  it("names environment variables", () => {
    expect([["jwtSecret"], ["smtp-server", "password"], ["APIKey"], ["2fa"]].map(environmentName)).toEqual([
      "JWT_SECRET",
      "SMTP_SERVER_PASSWORD",
      "API_KEY",
      "_2FA",
    ]);
  });
});

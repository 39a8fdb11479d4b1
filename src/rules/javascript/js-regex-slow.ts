const TRIMMED = /^\s*(.*?)\s*$/;
const WORDS = /^\w+( \w+)*$/;

export function trimmed(text: string): string {
  // ruleid: js-regex-slow
  return text.replace(TRIMMED, "$1");
}

export const header = (line: string): RegExpMatchArray | null => {
  // ruleid: js-regex-slow
  return line.match(/^(.*),(.*),(.*)$/);
};

export class Reader {
  amount(text: string): boolean {
    const [first = ""] = text.split(";");
    // ruleid: js-regex-slow
    return /^\d*\.?\d*$/.test(first);
  }

  words(text: string): boolean {
    // ok: js-regex-slow
    return WORDS.test(text);
  }
}

export function bounded(text: string): string {
  if (text.length > 200) throw new Error("too long");
  // ok: js-regex-slow
  return text.replace(TRIMMED, "$1");
}

export function cut(text: string): string {
  // ok: js-regex-slow
  return text.slice(0, 200).replace(TRIMMED, "$1");
}

export function own(): boolean {
  // ok: js-regex-slow
  return TRIMMED.test("  a  ");
}

export function excluding(line: string): RegExpMatchArray | null {
  // ok: js-regex-slow
  return line.match(/^([^,]*),([^,]*),(.*)$/);
}

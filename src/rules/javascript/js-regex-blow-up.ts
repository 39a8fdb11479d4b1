// ruleid: js-regex-blow-up
const WORDS = /^(\w+)+$/;

export function check(text: string): boolean {
  // ruleid: js-regex-blow-up
  return /([a-zA-Z]+)*@/.test(text);
}

export class Mail {
  accept(text: string): RegExpMatchArray | null {
    // ruleid: js-regex-blow-up
    return text.match(/^([a-z0-9]+[._-]?)+$/i);
  }

  domain(text: string): boolean {
    // ruleid: js-regex-blow-up
    return /^(([a-z])+.)+x$/.test(text);
  }

  async other(text: string): Promise<boolean> {
    // ruleid: js-regex-blow-up
    return new RegExp("^(\\d+)+$").test(text);
  }
}

// ok: js-regex-blow-up
const LIST = /^\d+(,\d+)*$/;
// ok: js-regex-blow-up
const NAME = /^[a-zA-Z0-9_.-]+$/;
// ok: js-regex-blow-up
const PATH = /^(\/[a-z]+)+$/;

export function safe(text: string): string {
  // ok: js-regex-blow-up
  return text.replace(/(ab)+/g, "") + WORDS.source + LIST.source + NAME.source + PATH.source;
}

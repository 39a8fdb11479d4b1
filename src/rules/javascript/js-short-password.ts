// ruleid: js-short-password
const MIN_PASSWORD_LENGTH = 6;

export function valid(password: string): boolean {
  // ruleid: js-short-password
  return password.length >= 4;
}

export class Form {
  constructor(readonly body: { newPassword: string }) {}

  async check(): Promise<void> {
    // ruleid: js-short-password
    if (this.body.newPassword.length < 6) throw new Error("too short");
  }
}

export function safe(password: string, word: string): boolean {
  // ok: js-short-password
  if (password.length < 12) return false;
  // ok: js-short-password
  if (password.length > 0) return true;
  // ok: js-short-password
  return word.length >= 4 && MIN_PASSWORD_LENGTH > 0;
}

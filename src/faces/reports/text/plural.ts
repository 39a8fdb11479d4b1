/** `1 file`, `2 files`, `2 findings`; `many` where the plural is not formed with an s. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

/** The secret part of a link: whoever has it may read the note. */
export function newShareToken() {
  const token = Math.random().toString(36).slice(2);
  return token;
}

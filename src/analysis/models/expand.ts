/** `a.{b,c}` as `a.b` and `a.c`. */
export function expand(reference: string): string[] {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/u.exec(reference);
  if (match === null) return [reference];
  return (match[2] as string).split(",").flatMap((choice) => expand(`${match[1]}${choice.trim()}${match[3]}`));
}

/**
 * Why a value after this text of a page needs more than HTML's escaping; undefined between tags, in quoted attributes and
 * behind the beginning of an address.
 */
export function contextOf(html: string): string | undefined {
  if (/<script\b(?:(?!<\/script).)*$/is.test(html) || /<style\b(?:(?!<\/style).)*$/is.test(html))
    return "a value stands inside a script or style";
  const tag = /<[^<>]*$/.exec(html)?.[0];
  if (tag === undefined) return undefined;
  const attribute = /([\w:@.-]+)\s*=\s*(?:"([^"]*)|'([^']*))$/.exec(tag);
  if (attribute === null) return "a value stands in a tag outside of quotes";
  const [, attributeName = "", double, single] = attribute;
  const before = double ?? single ?? "";
  if (/^(?:on|style$|srcdoc$|@|v-)/i.test(attributeName)) return `a value stands in the attribute \`${attributeName}\``;
  return /^(?:href|src|action|formaction|data)$/i.test(attributeName) && before.trim() === ""
    ? `a value is the whole address in \`${attributeName}\``
    : undefined;
}

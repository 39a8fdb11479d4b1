/** Whether the parameter is read as a whole address, or resolved against one. */
export function isRead(name: string, body: string): boolean {
  const word = `${name.replaceAll("$", "\\$")}\\b`;
  return new RegExp(
    `(?:urlparse|urlsplit|urlopen|Request|new URL|URL\\.canParse|fetch|(?:requests|httpx|session|axios|got|https?)\\.\\w+|axios|got)\\(\\s*${word}|urljoin\\([^(),]*,\\s*${word}`,
  ).test(body);
}

/** Whether the body begins addresses with the parameter, or ends their hosts with it. */
export function beginsAddress(name: string, body: string): boolean {
  const word = name.replaceAll("$", "\\$");
  return new RegExp(
    `urljoin\\(\\s*${word}\\s*,|new URL\\([^(),]*,\\s*${word}\\b|["'\`]\\$?\\{${word}\\}/|\\}\\.\\$?\\{${word}\\}|return ${word} \\+`,
  ).test(body);
}

/** Whether the parameter is the name of a digest or cipher. */
export function choosesAlgorithm(name: string, body: string): boolean {
  return new RegExp(
    `(?:hashlib\\.new\\(|getattr\\(hashlib, *|create(?:Hash|Hmac|Cipheriv)\\()\\s*${name.replaceAll("$", "\\$")}\\b`,
  ).test(body);
}

/** Whether the body reads or writes the parameter as an object. */
export function isObject(name: string, body: string): boolean {
  const word = `(?<![\\w.$])${name.replaceAll("$", "\\$")}`;
  return new RegExp(
    `${word}\\[|\\b(?:in|of) ${name}\\b|\\.\\.\\.${name}\\b|(?:keys|entries|assign|merge|extend|isObject|isPlainObject)\\([^()]*${word}\\b`,
  ).test(body);
}

/** Whether the body only stores into the parameter, under names of headers. */
export function isFilled(name: string, body: string): boolean {
  const word = `(?<![\\w.$])${name.replaceAll("$", "\\$")}`;
  return (
    new RegExp(`${word}(?:\\[[^\\n=]{1,80}\\] *=[^=]|\\.(?:set|append|add)\\()`).test(body) &&
    !new RegExp(`= *${word}(?:\\[|\\.get\\()`).test(body)
  );
}

/** Whether the body takes over the fields of the parameter, or sets fields of it. */
export function isAssigned(name: string, body: string): boolean {
  const word = `(?<![\\w.$])${name.replaceAll("$", "\\$")}\\b`;
  return new RegExp(
    `\\.update\\(${word}|\\*\\*${word}|${word}\\.(?:items|keys|update)\\(|\\.\\.\\.${word}|(?:assign|entries|keys|merge|extend)\\([^()]*${word}|\\b(?:in|of) ${word}|setattr\\(${word}|${word}\\[`,
  ).test(body);
}

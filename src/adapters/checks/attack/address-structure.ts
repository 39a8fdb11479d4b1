/** Hosts of the machine itself, of its network and of the cloud's metadata, as a URL parser or a driver writes them. */
const INTERNAL =
  /^(?:127\.|10\.|169\.254\.|0\.0\.0\.0|::1$|\[::1\]|localhost$|2130706433$|0x7f0+1$|\[::ffff:7f00:1\]$|::ffff:127)/;

export function isInternal(host: string): boolean {
  return INTERNAL.test(host);
}

/**
 * What an address with the attacker's word in it has that the addresses of harmless words (`controls`) do not: a host outside of their common
 * ending, another number of path segments, a query or a fragment. Undefined when it is built like one of them, holds no such word, or nothing is
 * known to compare it with.
 */
export function leavesPart(address: string, mark: string, controls: readonly string[]): string | undefined {
  if (!address.toLowerCase().includes(mark.toLowerCase()) || !URL.canParse(address)) return undefined;
  const known = controls.filter((each) => URL.canParse(each)).map((each) => new URL(each));
  if (known.length === 0) return undefined;
  const url = new URL(address);
  const ending = commonEnding(known.map(({ host }) => host));
  if (!url.host.endsWith(ending) || url.username !== "") return `the host ${url.host}`;
  const depth = ({ pathname }: URL): number => pathname.split("/").length;
  if (!known.some((each) => depth(each) === depth(url))) return "another path";
  if (url.search !== "" && known.every(({ search }) => search === "")) return "a query";
  return url.hash !== "" && known.every(({ hash }) => hash === "") ? "a fragment" : undefined;
}

/** The longest text that all hosts end with; of a single one all of it. */
function commonEnding(hosts: readonly string[]): string {
  const [first = "", ...others] = hosts;
  let start = 0;
  while (start < first.length && !others.every((other) => other.endsWith(first.slice(start)))) start++;
  return first.slice(start);
}

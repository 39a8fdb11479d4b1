import ipaddr from "ipaddr.js";

/** Where the host of an endpoint may lie. */
export interface AddressPolicy {
  /** Loopback, private and unique-local networks too: the user has said that the server is his own. */
  readonly private: boolean;
}

/** A connection that was not made. The message names host and address. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
}

/** Ranges (names of ipaddr.js) of a user's own machines and networks. */
const OWN = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/**
 * Why an address must not be connected to, undefined when it may. Link-local addresses, where clouds keep their metadata services, multicast,
 * reserved and translated ones never may; an IPv4 address inside an IPv6 one is judged as IPv4.
 */
export function refusedAddress(address: string, policy: AddressPolicy): string | undefined {
  if (!ipaddr.isValid(address)) return `${address} is no address`;
  const range = ipaddr.process(address).range();
  if (range === "unicast") return undefined;
  if (!OWN.has(range)) return `${address} is ${range}, where no server is asked`;
  return policy.private ? undefined : `${address} is ${range}: a public name must not lead into the user's own network`;
}

/**
 * Whether the host of a URL says by itself that it lies on this machine or in a private network: localhost, or such an address written out. A
 * name that merely resolves to one does not.
 */
export function namesOwnNetwork(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, "").toLowerCase();
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return ipaddr.isValid(host) && OWN.has(ipaddr.process(host).range());
}

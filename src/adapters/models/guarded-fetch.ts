import { lookup as resolveName } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { Agent, fetch as connect, type RequestInit as UndiciInit } from "undici";
import { AddressRefused, type AddressPolicy, namesOwnNetwork, refusedAddress } from "./allowed-address.ts";

export interface GuardOptions {
  /** Base URL of the endpoint, from user configuration. Every request must go to its origin. */
  readonly url: string;
  /** True when a host name may resolve to the user's own network. */
  readonly allowPrivate: boolean;
  /** All addresses of a host; the system's resolver when absent. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Largest answer that is read, in bytes; 8 MiB when absent. */
  readonly longest?: number;
}

const LONGEST_BODY = 8 << 20;

/**
 * A fetch for one endpoint: only its origin, no redirects, no proxy from the environment, and no address that a model cannot be served from. The name
 * is resolved once; every later connection goes to that address, so that a name that changes its mind leads nowhere else. The answer is broken off
 * where it is longer than any that was asked for. Rejects with the reason, which names the host and never the key.
 */
export function guardedFetch({
  url,
  allowPrivate,
  resolve = systemAddresses,
  longest = LONGEST_BODY,
}: GuardOptions): typeof globalThis.fetch {
  const { origin, hostname } = new URL(url);
  const policy: AddressPolicy = { private: allowPrivate || namesOwnNetwork(hostname) };
  let pinned: Promise<string> | undefined;
  const lookup: LookupFunction = (host, options, answer) => {
    const done = (address: string): void => {
      const family = address.includes(":") ? 6 : 4;
      if (options.all === true) answer(null, [{ address, family }]);
      else answer(null, address, family);
    };
    const failed = (cause: unknown): void => answer(cause instanceof Error ? cause : new Error(String(cause)), "", 0);
    (pinned ??= chosenAddress(host, policy, resolve)).then(done, failed);
  };
  const dispatcher = new Agent({ connect: { lookup } });
  return async (input, init) => {
    const target = new URL(input instanceof Request ? input.url : input);
    if (target.origin !== origin) throw new AddressRefused(`${target.host} is not the endpoint, ${new URL(url).host}`);
    // An address that is written out is never looked up.
    const written = target.hostname.replace(/^\[|\]$/gu, "");
    const refused = /^[\d.]+$|:/u.test(written) ? refusedAddress(written, policy) : undefined;
    if (refused !== undefined) throw new AddressRefused(refused);
    // Both are the standard's fetch; only the types of Node's own and of the package differ.
    const request = { ...(init as UndiciInit | undefined), redirect: "manual", dispatcher } as const;
    const response = await connect(target, request).catch((cause: unknown) => {
      // As what it is, not as a connection that failed: that would be tried again.
      throw refusalIn(cause) ?? cause;
    });
    if (response.status >= 300 && response.status < 400 && response.status !== 304) {
      await response.body?.cancel();
      throw new AddressRefused(`${target.host} redirects, and the key is meant for it alone`);
    }
    return bounded(response as unknown as Response, longest);
  };
}

async function chosenAddress(
  host: string,
  policy: AddressPolicy,
  resolve: NonNullable<GuardOptions["resolve"]>,
): Promise<string> {
  const addresses = await resolve(host);
  const [first] = addresses;
  if (first === undefined) throw new Error(`${host} has no address`);
  // One bad address among good ones is how a name is made to lead inside.
  for (const address of addresses) {
    const refused = refusedAddress(address, policy);
    if (refused !== undefined) throw new AddressRefused(`${host}: ${refused}`);
  }
  return first;
}

async function systemAddresses(host: string): Promise<readonly string[]> {
  return (await resolveName(host, { all: true })).map(({ address }) => address);
}

function refusalIn(cause: unknown): AddressRefused | undefined {
  for (let inner = cause; inner instanceof Error; inner = inner.cause) if (inner instanceof AddressRefused) return inner;
  return undefined;
}

function bounded(response: Response, longest: number): Response {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > longest) controller.error(new RangeError("the answer is too long"));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText } = response;
  return new Response(response.body?.pipeThrough(limit) ?? null, { status, statusText, headers: [...response.headers] });
}

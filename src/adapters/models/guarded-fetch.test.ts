import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { namesOwnNetwork, refusedAddress } from "./allowed-address.ts";
import { guardedFetch } from "./guarded-fetch.ts";

let server: Server | undefined;
let met = 0;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(): Promise<number> {
  met = 0;
  const listener = createServer((request, response) => {
    met++;
    if (request.url === "/moved") response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    else response.end("here");
  });
  server = listener;
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return (listener.address() as AddressInfo).port;
}

test.each([
  ["8.8.8.8", false, undefined],
  ["2606:4700::1111", false, undefined],
  ["127.0.0.1", true, undefined],
  ["10.1.2.3", true, undefined],
  ["fd00::1", true, undefined],
  ["127.0.0.1", false, "loopback"],
  ["192.168.0.9", false, "private"],
  ["::ffff:10.0.0.1", false, "private"],
  ["::1", false, "loopback"],
  ["169.254.169.254", true, "linkLocal"],
  ["::ffff:169.254.169.254", true, "linkLocal"],
  ["fe80::1", true, "linkLocal"],
  ["0.0.0.0", true, "unspecified"],
  ["224.0.0.1", true, "multicast"],
  ["255.255.255.255", true, "broadcast"],
  ["64:ff9b::a9fe:a9fe", true, "rfc6052"],
  ["metadata", true, "no address"],
])("whether %s may be connected to, private networks allowed %s", (address, allowed, refused) => {
  const reason = refusedAddress(address, { private: allowed });

  if (refused === undefined) expect(reason).toBeUndefined();
  else expect(reason).toContain(refused);
});

test.each([
  ["localhost", true],
  ["model.localhost", true],
  ["[::1]", true],
  ["10.0.0.5", true],
  ["8.8.8.8", false],
  ["localhost.example.org", false],
  ["169.254.169.254", false],
])("whether %s says that it is the user's own network", (host, expected) => {
  expect(namesOwnNetwork(host)).toBe(expected);
});

test("a public name that leads inside is refused before a connection, unless the user allows it", async () => {
  const port = await listen();
  const url = `http://models.example.org:${port}/v1`;
  const resolve = async (): Promise<string[]> => ["127.0.0.1"];

  await expect(guardedFetch({ url, allowPrivate: false, resolve })(`${url}/chat`)).rejects.toThrow("127.0.0.1 is loopback");
  expect(met).toBe(0);
  expect(await (await guardedFetch({ url, allowPrivate: true, resolve })(`${url}/chat`)).text()).toBe("here");
});

test("one inner address among public ones is enough to refuse the name", async () => {
  const url = "http://models.example.org/v1";
  const resolve = async (): Promise<string[]> => ["8.8.8.8", "169.254.169.254"];

  await expect(guardedFetch({ url, allowPrivate: true, resolve })(url)).rejects.toThrow("169.254.169.254 is linkLocal");
});

test("a name that resolves to another address later still leads to the first", async () => {
  const port = await listen();
  const url = `http://models.example.org:${port}/v1`;
  const answers = [["127.0.0.1"], ["169.254.169.254"]];
  const fetch = guardedFetch({ url, allowPrivate: true, resolve: async () => answers.shift() ?? [] });

  await (await fetch(url)).text();
  server?.closeAllConnections();
  await (await fetch(url)).text();

  expect(met).toBe(2);
  expect(answers).toHaveLength(1);
});

test.each(["http://169.254.169.254/v1", "http://[::ffff:169.254.169.254]/v1", "http://0.0.0.0:80/v1"])(
  "an address written out is judged too: %s",
  async (url) => {
    await expect(guardedFetch({ url, allowPrivate: true })(url)).rejects.toThrow("where no server is asked");
  },
);

test("another origin and a redirect are refused", async () => {
  const port = await listen();
  const url = `http://127.0.0.1:${port}/v1`;
  const fetch = guardedFetch({ url, allowPrivate: false });

  await expect(fetch(`http://127.0.0.2:${port}/v1`)).rejects.toThrow("is not the endpoint");
  await expect(fetch(`http://127.0.0.1:${port}/moved`)).rejects.toThrow("redirects");
  expect(met).toBe(1);
});

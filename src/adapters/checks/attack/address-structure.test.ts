import { expect, it } from "vitest";
import { isInternal, leavesPart } from "./address-structure.ts";

const HOSTS = ["https://ann.example.com/", "https://b-1.example.com/"];
const PATHS = ["https://example.com/users/ann", "https://example.com/users/1"];

it.each([
  ["https://zqx.example/.example.com", HOSTS, "the host zqx.example"],
  ["https://a@zqx.evil/", HOSTS, "the host zqx.evil"],
  ["https://zqx@ann.example.com/", HOSTS, "the host ann.example.com"],
  ["https://example.com/users/../../zqx", PATHS, "another path"],
  ["https://example.com/users/1/zqx", PATHS, "another path"],
  ["https://example.com/users/1?zqx=1", PATHS, "a query"],
  ["https://example.com/users/1#zqx", PATHS, "a fragment"],
])("%s is no address of a harmless word", (address, controls, what) => {
  expect(leavesPart(address, "zqx", controls)).toBe(what);
});

it.each([
  ["https://zqx.example.com/", HOSTS],
  ["https://example.com/users/zqx", PATHS],
  ["https://example.com/users/%2e%2fzqx", PATHS],
  ["https://example.com/other/path/without", PATHS],
  ["zqx is no address", PATHS],
  ["https://zqx.evil/", []],
])("%s says nothing", (address, controls) => {
  expect(leavesPart(address, "zqx", controls)).toBeUndefined();
});

it("a machine's own and its network's addresses are internal", () => {
  expect(["127.0.0.1", "169.254.169.254", "[::1]", "localhost", "10.0.0.1"].filter(isInternal)).toHaveLength(5);
  expect(["example.com", "localhost.example.com", "8.8.8.8"].filter(isInternal)).toEqual([]);
});

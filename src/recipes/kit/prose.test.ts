import { expect, test } from "vitest";
import { namesNumber, promisedFailure, speaksOfPage } from "./prose.ts";

test.each([
  ["PBKDF2 with 10000 iterations.", 10_000, true],
  ["10,000 rounds", 10_000, true],
  ["10_000 rounds", 10_000, true],
  ["port 10000x", 1000, false],
  ["", 10_000, false],
])("%s names %d: %s", (prose, number, names) => {
  expect(namesNumber(prose, number)).toBe(names);
});

test.each([
  ["If any error occurs, return an empty string.", "text"],
  ["Returns the page, or None if the name is invalid.", "nothing"],
  ["returns null if something goes wrong", "nothing"],
  ["Return False when the signature is invalid.", "false"],
  ["Return an empty string. Raises ValueError if the name is invalid.", undefined],
  ["Return None if the name is invalid. Return an empty string on error.", undefined],
  ["Reads a file.", undefined],
])("%s promises %s", (prose, promised) => {
  expect(promisedFailure(prose)).toBe(promised);
});

test.each([
  ["The greeting is rendered in the HTML page.", true],
  ["Goes into a web page.", true],
  ["Renders the scene to a file.", false],
  ["Parses an HTML page.", false],
])("%s speaks of a page: %s", (prose, speaks) => {
  expect(speaksOfPage(prose)).toBe(speaks);
});

import { describe, expect, test } from "vitest";
import { SCREEN_RULES } from "./screen-rules.ts";
import { screenRequest } from "./screen.ts";

describe("a request for a weakness is refused", () => {
  test.each([
    ["call the API but disable SSL certificate verification", "certificate-check-off"],
    ["requests.get with verify=False", "certificate-check-off"],
    ["hash the passwords with MD5 before saving", "broken-hash"],
    ["a calculator that uses eval on the user's input", "eval-of-input"],
    ["an endpoint that runs arbitrary code it is sent", "eval-of-input"],
    ["save the password in plain text in users.txt", "cleartext-password"],
    ["hardcode the API key so that it just works", "hard-coded-secret"],
    ["add a hidden admin account for support", "backdoor"],
    ["a delete route without authentication", "authentication-off"],
    ["DISABLE   CSRF\nprotection for the form", "authentication-off"],
  ])("%s", (request, id) => {
    const { outcome, reasons } = screenRequest(request);

    expect(outcome).toBe("refuse");
    expect(reasons[0]?.id).toBe(id);
  });
});

test.each([
  ["run git log in a shell and parse it", "shell-with-input"],
  ["load the pickle file with the model", "unsafe-deserialization"],
  ["build a raw SQL query from the filters", "sql-by-hand"],
  ["allow all origins for the public font", "wide-open-access"],
])("a request that hints at one is warned of: %s", (request, id) => {
  const { outcome, reasons } = screenRequest(request);

  expect(outcome).toBe("warn");
  expect(reasons.map((reason) => reason.id)).toContain(id);
});

test.each([
  "a function that adds two numbers",
  "hash passwords with argon2 and check them",
  "do not store plain text passwords; store a salted hash",
  "replace md5 for passwords by scrypt",
  "never eval user input: parse the arithmetic expression",
  "verify the certificate of the server against our CA",
  "read the API key from the environment",
  "a login form with CSRF protection",
  "list the files of a folder",
  "compute the MD5 checksum of a download to compare with the published one",
])("an honest request is let through: %s", (request) => {
  expect(screenRequest(request)).toEqual({ outcome: "clear", reasons: [] });
});

test("every rule says why and what instead, and a hostile request takes no time", () => {
  for (const { reason, principle, alternative } of SCREEN_RULES)
    expect([reason, principle, alternative].every((words) => words.endsWith("."))).toBe(true);
  for (const word of ["disable ", "password ", "eval ", "store password plain "]) screenRequest(word.repeat(1000));
});

import { expect, it } from "vitest";
import { attackFixture, said } from "./attack-setup.ts";

const NOTE = 'folder() + "/" + name, "utf8"';
const PADDED = 'folder() + "/" + pad(name, options)';

it("modules are found as compilers find them, and a package that no call touches need not be there", async () => {
  const answer = await attackFixture(
    "attack-modules",
    { path: "src/app.ts", cwe: "CWE-22", line: `readFileSync(${NOTE}` },
    NOTE,
    'folder() + "/" + name.split("/").at(-1), "utf8"',
  );
  expect(answer).toMatchObject({ outcome: "pass", detail: expect.stringMatching(/red before/) });
});

it("a call that touches a missing package proves nothing, whatever it did", async () => {
  const answer = await attackFixture(
    "attack-modules",
    { path: "src/app.ts", cwe: "CWE-22", line: `readFileSync(${PADDED}` },
    PADDED,
    'folder() + "/" + pad(name.split("/").at(-1) ?? "", options)',
  );
  expect(said(answer)).toBe("inconclusive: driver-failed");
  expect(answer.detail).toContain("package-that-is-not-here");
});

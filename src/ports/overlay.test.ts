import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { baseDigest, decodeStrict, encode, overlay, withFiles } from "./overlay.ts";

const base = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": "x = 1\r\n", "b.py": new Uint8Array([0xff, 0x41]) } });
const edit = { start: 4, end: 5, text: "2" };

test("shows the patched text and leaves the base alone", async () => {
  const patched = await overlay(base, { files: [{ path: "a.py", baseDigest: baseDigest(encode("x = 1\r\n")), edits: [edit] }] });

  expect(patched.ok).toBe(true);
  if (!patched.ok) return;
  expect(decodeStrict(await patched.workspace.read("a.py"))).toBe("x = 2\r\n");
  expect(decodeStrict(await base.read("a.py"))).toBe("x = 1\r\n");
  expect((await patched.workspace.changed()).map((file) => file.path)).toContain("a.py");
});

test.each([
  ["another text", [{ path: "a.py", baseDigest: baseDigest(encode("x = 3")), edits: [edit] }], /not the text/],
  ["a missing file", [{ path: "c.py", baseDigest: baseDigest(encode("")), edits: [edit] }], /does not exist/],
  [
    "a file that is not UTF-8",
    [{ path: "b.py", baseDigest: baseDigest(new Uint8Array([0xff, 0x41])), edits: [edit] }],
    /not UTF-8/,
  ],
])("refuses a patch against %s", async (_, files, reason) => {
  expect(await overlay(base, { files })).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

test("a byte order mark survives", () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x41]);

  expect(Array.from(encode(decodeStrict(bytes) ?? ""))).toEqual(Array.from(bytes));
});

test("replaced bytes win over the base", async () => {
  const layered = withFiles(base, new Map([["a.py", encode("new")]]));

  expect(decodeStrict(await layered.read("a.py"))).toBe("new");
});

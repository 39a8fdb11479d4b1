import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLocalSigner } from "./ed25519.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-key-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("what a killed process of the same number left behind does not stand in the way, as in a container where numbers repeat", async () => {
  const file = join(folder, "ed25519.pem");
  await writeFile(`${file}.${process.pid}.new`, "half a key");

  const { keyid } = await openLocalSigner(file);

  expect((await openLocalSigner(file)).keyid).toBe(keyid);
  expect(await readdir(folder)).toContain("ed25519.pem");
});

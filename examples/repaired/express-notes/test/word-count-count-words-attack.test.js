// The attack that CWE-78 in src/word-count.js allowed, and a harmless call.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { countWords } from "../src/word-count.js";

test("countWords runs nothing of its input", async () => {
  const folder = mkdtempSync(join(tmpdir(), "attack-"));
  try {
    const canary = join(folder, "canary");
    const document = join(folder, "document.txt");
    writeFileSync(document, "one two\n");

    await (async () => countWords(`x; touch ${canary}`))().catch(() => undefined);

    assert.ok(!existsSync(canary), "the attack still has its effect");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("countWords still works", async () => {
  const folder = mkdtempSync(join(tmpdir(), "attack-"));
  try {
    const document = join(folder, "document.txt");
    writeFileSync(document, "one two\n");
    assert.notEqual(await countWords(document), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

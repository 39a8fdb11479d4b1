import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { open } from "#app/open.ts";
import type { Upgrade } from "#app/upgrade-run.ts";
import { storedZip } from "./stored-zip.ts";

const signal = AbortSignal.timeout(120_000);
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function newFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-wheel-")));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(join(root, path, ".."), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }
  return root;
}

const metadata = (version: string, more = ""): string =>
  `Metadata-Version: 2.1\nName: Left\nVersion: ${version}\n${more}\nWords: of nobody\n`;
const wheel = (code: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  storedZip({ "left/__init__.py": code, "left-1.0.5.dist-info/METADATA": metadata("1.0.5"), ...more });
const GOOD = wheel("def pad(text):\n    return str(text)\n");
const NAME = "left-1.0.5-py3-none-any.whl";

const PROJECT = {
  "requirements.txt": "left==1.0.2\n",
  "app.py": "import left\n\n\ndef shown(text):\n    return left.pad(text)\n",
  "tests/test_app.py":
    'import unittest\nimport app\n\n\nclass Shown(unittest.TestCase):\n    def test_pads(self):\n        self.assertEqual(app.shown("x"), "x")\n',
};
const ADVISORY = JSON.stringify({
  id: "X-left",
  modified: "2026-01-01T00:00:00Z",
  summary: "left is weak",
  affected: [
    {
      package: { ecosystem: "PyPI", name: "left" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "1.0.5" }] }],
    },
  ],
});

interface Tried {
  readonly packages: Readonly<Record<string, Uint8Array>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly installed?: string;
}

async function upgrade({
  packages,
  files = {},
  installed = "1.0.2",
}: Tried): Promise<{ root: string; said: Upgrade | undefined }> {
  const root = newFolder({ ...PROJECT, ...files });
  fs.cpSync(environment, join(root, ".venv"), { recursive: true, verbatimSymlinks: true });
  const [version = ""] = fs.readdirSync(join(root, ".venv/lib"));
  const site = join(root, ".venv/lib", version, "site-packages");
  fs.mkdirSync(join(site, "left"));
  fs.mkdirSync(join(site, `left-${installed}.dist-info`));
  fs.writeFileSync(join(site, "left/__init__.py"), "def pad(text):\n    return text\n");
  const assay = await open({
    cwd: root,
    snapshot: newFolder({ "0.json": ADVISORY }),
    stateFolder: newFolder({}),
    unsafeNoSandbox: false,
  });
  try {
    const deps = await assay.dependencies();
    const { upgrades } = await deps.upgrade({ apply: true, packages: newFolder(packages) }, signal);
    return { root, said: upgrades[0] };
  } finally {
    await assay.close();
  }
}

let environment: string;
const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe.runIf(hasPython)("an upgrade of a pinned requirement, tried with a wheel", () => {
  beforeAll(() => {
    environment = join(fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-wheel-"))), ".venv");
    execFileSync("python3", ["-m", "venv", "--without-pip", environment]);
  });
  afterAll(() => fs.rmSync(dirname(environment), { recursive: true }));

  test("is proved by the tests that run it, and written", async () => {
    const { root, said } = await upgrade({ packages: { [NAME]: GOOD } });

    expect(said).toMatchObject({ outcome: "pass", reason: "ok", applied: true });
    expect(said?.detail).toContain("and run the package");
    expect(fs.readFileSync(join(root, "requirements.txt"), "utf8")).toBe("left==1.0.5\n");
    expect(fs.existsSync(join(root, "left"))).toBe(false);
  });

  test.each<[string, Tried, string, string]>([
    ["that breaks the tests", { packages: { [NAME]: wheel("def pad(text):\n    return 7\n") } }, "fail", "test-broke"],
    [
      "that no test runs",
      { packages: { [NAME]: GOOD }, files: { "app.py": "def shown(text):\n    return text\n" } },
      "inconclusive",
      "package-not-run",
    ],
    ["whose package is not at hand", { packages: { "left-1.0.6-py3-none-any.whl": GOOD } }, "inconclusive", "package-missing"],
    ["with compiled code", { packages: { "left-1.0.5-cp311-cp311-linux_x86_64.whl": GOOD } }, "inconclusive", "package-missing"],
    ["whose package is cut", { packages: { [NAME]: GOOD.subarray(0, 80) } }, "inconclusive", "package-unreadable"],
    [
      "whose package is another one",
      { packages: { [NAME]: wheel("", { "left-1.0.5.dist-info/METADATA": metadata("1.0.4") }) } },
      "inconclusive",
      "package-unreadable",
    ],
    [
      "that needs more packages",
      {
        packages: {
          [NAME]: wheel("", { "left-1.0.5.dist-info/METADATA": metadata("1.0.5", "Requires-Dist: right-hand (>=2)\n") }),
        },
      },
      "inconclusive",
      "needs-packages",
    ],
    ["of what is not installed", { packages: { [NAME]: GOOD }, installed: "1.0.1" }, "inconclusive", "not-installed"],
    [
      "of a name that the project has too",
      { packages: { [NAME]: GOOD }, files: { "left/__init__.py": "" } },
      "inconclusive",
      "not-installed",
    ],
  ])("%s is not proved", async (_, tried, outcome, reason) => {
    const { root, said } = await upgrade(tried);

    expect(said).toMatchObject({ outcome, reason, applied: false });
    expect(fs.readFileSync(join(root, "requirements.txt"), "utf8")).toBe("left==1.0.2\n");
  });
});

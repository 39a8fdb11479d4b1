import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { raiseInPackageJson, raiseInPackageLock, raiseInRequirements } from "#analysis/lockfiles/raise.ts";
import { open } from "#app/open.ts";
import type { UpgradeOutcome } from "#app/upgrade-run.ts";
import { applyEdits } from "#domain/patch.ts";
import { upgradesText } from "#faces/reports/text/upgrades.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { readTar } from "#lib/tar.ts";

const signal = AbortSignal.timeout(120_000);
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function write(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(join(root, path, ".."), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }
}

function newFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-upgrade-")));
  folders.push(root);
  write(root, files);
  return root;
}

/** A package as `npm pack` leaves it. */
function packed(files: Readonly<Record<string, string>>): Uint8Array {
  const root = newFolder(Object.fromEntries(Object.entries(files).map(([path, text]) => [`package/${path}`, text])));
  execFileSync("tar", ["--format=ustar", "-cf", "package.tar", "package"], { cwd: root });
  return gzipSync(fs.readFileSync(join(root, "package.tar")));
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const manifest = (version: string, more: object = {}): string => json({ name: "left", version, main: "index.js", ...more });
const OLD = {
  "package.json": manifest("1.0.2"),
  "index.js": "module.exports = (text) => text;\n",
  "extra.js": "module.exports = 1;\n",
};
const GOOD = { "package.json": manifest("1.0.5"), "index.js": "module.exports = (text) => String(text);\n" };

const PROJECT = {
  "package.json": json({ name: "shop", scripts: { test: "node --test" }, dependencies: { left: "^1.0.2" } }),
  "package-lock.json": json({
    name: "shop",
    lockfileVersion: 3,
    packages: {
      "": { dependencies: { left: "^1.0.2" } },
      "node_modules/left": {
        version: "1.0.2",
        resolved: "https://registry.example.org/left/-/left-1.0.2.tgz",
        integrity: "sha512-old",
      },
    },
  }),
  "app.js": 'module.exports = (text) => require("left")(text);\n',
  "test/app.test.js":
    'const { test } = require("node:test");\nconst assert = require("node:assert");\ntest("pads", () => assert.equal(require("../app.js")("x"), "x"));\n',
  ...Object.fromEntries(Object.entries(OLD).map(([path, text]) => [`node_modules/left/${path}`, text])),
};

function record(name: string, fixed: string | undefined, ecosystem = "npm"): string {
  const events = [{ introduced: "0" }, ...(fixed === undefined ? [] : [{ fixed }])];
  const affected = [{ package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events }] }];
  return json({ id: `X-${name}`, modified: "2026-01-01T00:00:00Z", summary: `${name} is weak`, affected });
}

interface Tried {
  readonly files?: Readonly<Record<string, string>>;
  readonly packages?: Readonly<Record<string, Uint8Array>>;
  readonly records?: readonly string[];
  readonly apply?: boolean;
}

async function upgrade({
  files = {},
  packages,
  records = [record("left", "1.0.5")],
  apply = false,
}: Tried): Promise<{ root: string; said: UpgradeOutcome }> {
  const root = newFolder({ ...PROJECT, ...files });
  const snapshot = newFolder(Object.fromEntries(records.map((text, at) => [`${at}.json`, text])));
  const state = newFolder({});
  const assay = await open({ cwd: root, snapshot, stateFolder: state, unsafeNoSandbox: false } as Parameters<typeof open>[0]);
  try {
    const deps = await assay.dependencies();
    return {
      root,
      said: await deps.upgrade({ apply, ...(packages === undefined ? {} : { packages: newFolder(packages) }) }, signal),
    };
  } finally {
    await assay.close();
  }
}

describe("an advised upgrade", () => {
  let good: Uint8Array;
  beforeAll(() => {
    good = packed(GOOD);
  });

  test("whose tests pass is proved, and written where that is asked for", async () => {
    const { root, said } = await upgrade({ packages: { "left-1.0.5.tgz": good }, apply: true });
    const lock = JSON.parse(fs.readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, Record<string, unknown>>;
    };

    expect(said.upgrades).toMatchObject([
      { name: "left", from: "1.0.2", to: "1.0.5", outcome: "pass", reason: "ok", applied: true, advisories: ["X-left"] },
    ]);
    expect(fs.readFileSync(join(root, "package.json"), "utf8")).toContain('"left": "^1.0.5"');
    expect(lock.packages["node_modules/left"]).toEqual({
      version: "1.0.5",
      resolved: "https://registry.example.org/left/-/left-1.0.5.tgz",
      integrity: expect.stringMatching(/^sha512-[\w+/]{86}==$/u) as string,
    });
    expect(fs.readFileSync(join(root, "node_modules/left/package.json"), "utf8")).toContain("1.0.2");
    expect(upgradesText(said, textStyle())).toContain("1 upgrade advised: 1 proved by the project's tests");
  });

  test("that breaks the tests is refused", async () => {
    const { root, said } = await upgrade({
      packages: { "left-1.0.5.tgz": packed({ ...GOOD, "index.js": "module.exports = () => 7;\n" }) },
      apply: true,
    });

    expect(said.upgrades).toMatchObject([{ outcome: "fail", reason: "test-broke", applied: false }]);
    expect(fs.readFileSync(join(root, "package.json"), "utf8")).toBe(PROJECT["package.json"]);
  });

  test("that lacks a file the project loads breaks, though the old version still has it", async () => {
    const files = { "app.js": 'require("left/extra.js");\nmodule.exports = (text) => require("left")(text);\n' };

    expect((await upgrade({ files, packages: { "left-1.0.5.tgz": good } })).said.upgrades).toMatchObject([{ outcome: "fail" }]);
  });

  const quiet = { "app.js": "module.exports = (text) => text;\n" };
  const wrong = { ...GOOD, "package.json": manifest("1.0.4") };
  const needy = { ...GOOD, "package.json": manifest("1.0.5", { dependencies: { right: "^2.0.0" } }) };
  test.each<[string, () => Tried, string]>([
    ["with no packages at hand", () => ({}), "untested"],
    ["whose package is not at hand", () => ({ packages: { "left-1.0.6.tgz": good } }), "package-missing"],
    [
      "whose package is cut",
      () => ({ packages: { "left-1.0.5.tgz": good.subarray(0, good.length - 20) } }),
      "package-unreadable",
    ],
    ["whose package is another version", () => ({ packages: { "left-1.0.5.tgz": packed(wrong) } }), "package-unreadable"],
    ["that needs more packages", () => ({ packages: { "left-1.0.5.tgz": packed(needy) } }), "needs-packages"],
    [
      "of what is not installed",
      () => ({ files: { "node_modules/left/package.json": manifest("1.0.1") }, packages: { "left-1.0.5.tgz": good } }),
      "not-installed",
    ],
    ["that no test runs", () => ({ files: quiet, packages: { "left-1.0.5.tgz": good } }), "package-not-run"],
    [
      "without tests",
      () => ({
        files: { "test/app.test.js": "", "package.json": json({ name: "shop", dependencies: { left: "1.0.2" } }) },
        packages: { "left-1.0.5.tgz": good },
      }),
      "no-runner",
    ],
    ["without a fixed version", () => ({ records: [record("left", undefined)] }), "no-fixed-version"],
    [
      "whose range is a person's matter",
      () => ({ files: { "package.json": json({ name: "shop", dependencies: { left: "1 || 2" } }) } }),
      "not-edited",
    ],
  ])("%s is not proved", async (_, how, reason) => {
    const { said } = await upgrade(how());

    expect(said.upgrades).toMatchObject([{ outcome: "inconclusive", reason, applied: false }]);
  });
});

describe("a lock file that its own tool writes", () => {
  const yarn = 'left@^1.0.2:\n  version "1.0.2"\n  resolved "https://registry.example.org/left/-/left-1.0.2.tgz#00"\n';
  /** Both lock files would be read: the project of these tests has none of npm. */
  const alone = {
    "package-lock.json": json({ name: "other", lockfileVersion: 3, packages: {} }),
    "yarn.lock": `# yarn lockfile v1\n\n\n${yarn}`,
  };

  test("is not written, though the tests pass with the new version: the command is told", async () => {
    const { root, said } = await upgrade({ files: alone, packages: { "left-1.0.5.tgz": packed(GOOD) }, apply: true });

    expect(said.upgrades).toMatchObject([{ outcome: "pass", applied: false }]);
    expect(said.upgrades[0]?.detail).toContain("yarn.lock: its own tool must write it anew: yarn upgrade left@1.0.5 (yarn 1)");
    expect(said.upgrades[0]?.diff).toContain('+    "left": "^1.0.5"');
    expect(fs.readFileSync(join(root, "package.json"), "utf8")).toBe(PROJECT["package.json"]);
  });

  test("of Poetry is told, with the change of pyproject.toml", async () => {
    const files = {
      "package-lock.json": json({ name: "other", lockfileVersion: 3, packages: {} }),
      "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.11"\nleft = "^1.0.2"\n',
      "poetry.lock": '[[package]]\nname = "left"\nversion = "1.0.2"\n\n[metadata]\nlock-version = "2.0"\ncontent-hash = "0"\n',
    };
    const { said } = await upgrade({ files, records: [record("left", "1.0.5", "PyPI")] });

    expect(said.upgrades).toMatchObject([{ outcome: "inconclusive", reason: "untested", applied: false }]);
    expect(said.upgrades[0]?.detail).toContain("poetry.lock: its own tool must write it anew: poetry update left.");
    expect(said.upgrades[0]?.diff).toContain('+left = "^1.0.5"');
  });
});

const raise = { name: "left", from: "1.0.2", to: "1.0.5" };
const after = (text: string, edits: ReturnType<typeof raiseInRequirements>): string => {
  if (typeof edits === "string") return edits;
  const done = applyEdits(text, edits);
  return done.ok ? done.text : done.reason;
};

test.each([
  ["^1.0.2", "^1.0.5"],
  ["~1.0", "~1.0.5"],
  ["1.0.2", "1.0.5"],
  [">=1.0.0", ">=1.0.5"],
])("the range %s of a manifest becomes %s", (range, expected) => {
  const text = json({ devDependencies: { left: range } });

  expect(JSON.parse(after(text, raiseInPackageJson(text, raise)))).toEqual({ devDependencies: { left: expected } });
});

test("ranges, addresses and tags that are a person's matter stay", () => {
  for (const range of ["1.x || 2", "latest", "git+https://example.org/left.git", "workspace:*", ">=1 <2"])
    expect(typeof raiseInPackageJson(json({ dependencies: { left: range } }), raise)).toBe("string");
});

test("a lock file is not changed without the package's digest, nor where it says something else", () => {
  const text = PROJECT["package-lock.json"];

  expect(raiseInPackageLock(text, raise, "^1.0.5")).toContain("not at hand");
  expect(raiseInPackageLock(text, { ...raise, from: "1.0.1", integrity: "sha512-new" }, undefined)).toContain("another version");
});

test("a pin of a requirements file is raised, one with digests is not", () => {
  const pins = "flask==2.0.0\nLeft_Pad[extra] == 1.0.2 ; python_version > '3'  # why\n";
  const hashed = "left-pad==1.0.2 --hash=sha256:00\n";
  const left = { ...raise, name: "left-pad" };

  expect(after(pins, raiseInRequirements(pins, left))).toBe(pins.replace("1.0.2", "1.0.5"));
  expect(after(hashed, raiseInRequirements(hashed, left))).toContain("digests");
  expect(after("other==1.0.2\n", raiseInRequirements("other==1.0.2\n", left))).toContain("no line");
});

test("what is no archive, or a cut one, is none", () => {
  const whole = new Uint8Array(Buffer.from(packed(GOOD)));

  expect(readTar(whole)).toBeUndefined();
  expect(readTar(new Uint8Array(1024))?.size).toBe(0);
  expect(readTar(new Uint8Array(100))).toBeUndefined();
});

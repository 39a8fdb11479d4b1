import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { AssayError } from "#domain/errors.ts";
import { readEnvironment } from "./env.ts";
import { type LoadConfigRequest, loadConfig } from "./load-config.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

interface Texts {
  readonly repository?: string;
  readonly user?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

function request({ repository, user, variables = {} }: Texts): LoadConfigRequest {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-config-")));
  folders.push(folder);
  const root = join(folder, "project");
  fs.mkdirSync(root);
  fs.mkdirSync(join(folder, "user/assay"), { recursive: true });
  if (repository !== undefined) fs.writeFileSync(join(root, "assay.yaml"), repository);
  if (user !== undefined) fs.writeFileSync(join(folder, "user/assay/config.yaml"), user);
  return {
    root,
    cwd: root,
    flags: {},
    environment: readEnvironment({ HOME: folder, XDG_CONFIG_HOME: join(folder, "user"), ...variables }),
  };
}

function errorOf(given: LoadConfigRequest): { code: string; message: string } {
  try {
    loadConfig(given);
  } catch (error) {
    if (error instanceof AssayError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the settings were accepted");
}

test("without any file the defaults hold and say so", () => {
  const { config, origins } = loadConfig(request({}));

  expect(config).toMatchObject({ failOn: "medium", maxFileBytes: 2_000_000, sandbox: "auto" });
  expect(origins).toMatchObject({ failOn: "default", "policy.level": "default" });
});

test("options come before the environment, that before the user, that before the repository", () => {
  const given = request({
    repository: "failOn: low\nminProbability: 0.1\nmaxFileBytes: 3000000\nexclude: [gen/]\n",
    user: "failOn: high\nminProbability: 0.2\nexclude: [vendor/]\n",
    variables: { ASSAY_FAIL_ON: "info" },
  });

  const { config, origins } = loadConfig({ ...given, flags: { failOn: "critical", engines: undefined } });

  const user = join(given.environment.configFolder, "config.yaml");
  expect(config).toMatchObject({
    failOn: "critical",
    minProbability: 0.2,
    maxFileBytes: 3_000_000,
    exclude: ["gen/", "vendor/"],
  });
  expect(origins).toMatchObject({
    failOn: "--fail-on",
    minProbability: `${user}:2:17`,
    maxFileBytes: "assay.yaml:3:15",
    exclude: `assay.yaml:4:10 and ${user}:3:10`,
  });
  expect(loadConfig(given)).toMatchObject({ config: { failOn: "info" }, origins: { failOn: "ASSAY_FAIL_ON" } });
});

test("the environment completes the user's model", () => {
  const given = request({
    variables: { ASSAY_MODEL_URL: "http://127.0.0.1:8000/v1", ASSAY_MODEL_NAME: "m", ASSAY_BUDGET_TOKENS: "10" },
  });

  expect(loadConfig(given).config).toMatchObject({
    model: { url: "http://127.0.0.1:8000/v1", name: "m" },
    budget: { tokens: 10 },
  });
  expect(errorOf(request({ variables: { ASSAY_MODEL_URL: "http://127.0.0.1:8000/v1" } }))).toMatchObject({
    code: "config-invalid",
    message: expect.stringContaining("ASSAY_MODEL_URL: model.name: ") as string,
  });
});

test.each([
  {
    text: "fialOn: high\n",
    message:
      'assay.yaml:1:1: unknown key "fialOn"; did you mean "failOn"? (allowed: failOn, minProbability, noise, engines, exclude',
  },
  { text: "# top\nfail-on: high\n", message: 'assay.yaml:2:1: unknown key "fail-on"; did you mean "failOn"?' },
  {
    text: "budget:\n  second: 3\n",
    message:
      'assay.yaml:2:3: unknown key "budget.second"; did you mean "seconds"? (allowed: seconds, tokens, money, candidates, iterations)',
  },
  {
    text: "failOn: severe\n",
    message: "assay.yaml:1:9: failOn: not one of the allowed values (allowed: critical, high, medium, low, info)",
  },
  { text: "failOn: hihg\n", message: 'did you mean "high"?' },
  { text: "minProbability: 2\n", message: "assay.yaml:1:17: minProbability: Too big" },
  { text: "exclude: vendor\n", message: "assay.yaml:1:10: exclude: Invalid input: expected array" },
  { text: "policy:\n  level: [E1, E9, E4, E4]\n", message: "assay.yaml:2:15: policy.level.1: not one of the allowed values" },
  { text: "failOn: [high\n", message: "assay.yaml:2:1: " },
  {
    text: "c: {fuzzer: libfuzer}\n",
    message: 'assay.yaml:1:13: c.fuzzer: not one of the allowed values; did you mean "libfuzzer"? (allowed: libfuzzer, afl)',
  },
  { text: "c: {fuzzSeconds: 0}\n", message: "assay.yaml:1:18: c.fuzzSeconds: Too small" },
  { text: "c: {fuzzSeconds: 301}\n", message: "assay.yaml:1:18: c.fuzzSeconds: Too big" },
  { text: "c: {prove: by risk}\n", message: 'c.prove: not one of the allowed values; did you mean "by-risk"?' },
  { text: "failOn: high\nfailOn: low\n", message: "assay.yaml:2:1: Map keys must be unique" },
  { text: "failOn: !!js/function x\n", message: "assay.yaml:1:9: Unresolved tag" },
  { text: "- failOn\n", message: "assay.yaml:1:1: expected a mapping of settings" },
  { text: "failOn: high\n---\nfailOn: low\n", message: "assay.yaml:2:1: Source contains multiple documents" },
  { text: "__proto__: {failOn: info}\n", message: 'assay.yaml:1:1: unknown key "__proto__"' },
  { text: `exclude: ${"[".repeat(50_000)}\n`, message: "assay.yaml:1:" },
  {
    text: "exclude: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n",
    message: "Excessive alias count",
  },
  { text: `# ${"x".repeat(300_000)}\n`, message: "assay.yaml: 300003 bytes, more than" },
])("a malformed file is told with its place: $text", ({ text, message }) => {
  const error = errorOf(request({ repository: text.slice(0, 400_000) }));

  expect(error.code).toBe("config-invalid");
  expect(error.message).toContain(message);
});

test("several faults are told at once, each with its place", () => {
  expect(
    errorOf(request({ repository: "failOn: x\nmaxFileBytes: -1\n" }))
      .message.split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(["assay.yaml:1:9:", "assay.yaml:2:15:"]);
});

test("faults of the user's file name that file", () => {
  const given = request({ user: "failOn: x\n" });

  expect(errorOf(given).message).toContain(`${given.environment.configFolder}/config.yaml:1:9: failOn`);
});

test.each([
  { text: "model: {url: 'http://203.0.113.1/v1', name: m}\n", place: "assay.yaml:1:1: model: " },
  { text: "model: {keyVariable: GITHUB_TOKEN}\n", place: "assay.yaml:1:1: model: " },
  { text: "model: {kind: llama, file: ./weights.gguf}\n", place: "assay.yaml:1:1: model: " },
  { text: "failOn: low\nexecutables:\n  bandit: /repo/evil\n", place: "assay.yaml:2:1: executables: " },
  { text: "sandbox: unshare\n", place: "assay.yaml:1:1: sandbox: " },
  { text: "sandbox: none\n", place: "assay.yaml:1:1: sandbox: " },
  { text: "failOn: critical\n", place: 'assay.yaml:1:9: failOn: "critical" is looser than "medium"' },
  { text: "minProbability: 0.9\n", place: "assay.yaml:1:17: minProbability: 0.9 is looser than 0.3" },
  { text: "maxFileBytes: 10\n", place: "assay.yaml:1:15: maxFileBytes: " },
  { text: "threatModel: application\n", place: 'assay.yaml:1:14: threatModel: "application" is looser than "auto"' },
  { text: "engines: [assay]\n", place: "assay.yaml:1:10: engines: " },
  { text: "budget: {money: 1000}\n", place: "assay.yaml:1:17: budget.money: 1000 is looser than 5" },
  { text: "policy: {reviewers: [0, 0, 0, 0]}\n", place: "assay.yaml:1:31: policy.reviewers.3: 0 is looser than 1" },
  { text: "policy: {size: {lines: 9999}}\n", place: "assay.yaml:1:24: policy.size.lines: 9999 is looser than 400" },
  { text: "policy: {reach: 51}\n", place: "policy.reach" },
  { text: "c: {prove: off}\n", place: 'assay.yaml:1:12: c.prove: "off" is looser than "by-risk"' },
  { text: "c: {fuzzSeconds: 1}\n", place: "assay.yaml:1:18: c.fuzzSeconds: 1 is looser than 4" },
  { text: "policy: {agents: 0}\n", place: "policy.agents" },
  { text: "policy:\n  level: [E2, E2, E4, E1]\n", place: 'assay.yaml:2:23: policy.level.3: "E1" is looser than "E4"' },
])("a repository cannot loosen: $text", ({ text, place }) => {
  const error = errorOf(request({ repository: text }));

  expect(error.code).toBe("config-loosens");
  expect(error.message).toContain(place);
});

test.each([
  "failOn: low\n",
  "minProbability: 0\n",
  "threatModel: library\n",
  "maxFileBytes: 9000000\n",
  "budget: {money: 0, seconds: 10}\n",
  "c: {fuzzer: afl, fuzzSeconds: 30, prove: always}\n",
  "policy: {reviewers: [0, 1, 1, 2], size: {files: 1}, reach: 0, agents: 3, count: all, baseline: b.json, rating: A}\n",
  "policy: {suppressions: {severity: low, days: 30, owners: [ana]}, engines: [bandit], thresholds: [{severity: info}]}\n",
  "policy: {level: [E4, E4, E5, E6], sensitive: ['auth/**']}\n",
])("a repository can tighten: %s", (repository) => {
  expect(() => loadConfig(request({ repository }))).not.toThrow();
});

test("a repository cannot take back what its user calls sensitive", () => {
  const error = errorOf(
    request({ repository: "policy: {sensitive: ['auth/**', '!vault/**']}\n", user: "policy: {sensitive: ['vault/**']}\n" }),
  );

  expect(error.code).toBe("config-loosens");
  expect(error.message).toContain("!vault/**");
});

test.each([
  ["policy: {count: new}\n", "policy: {count: all}\n", "policy.count"],
  ["policy: {baseline: b.json}\n", "policy: {count: all}\n", "policy.baseline"],
  ["policy: {rating: C}\n", "policy: {rating: B}\n", "policy.rating"],
  ["policy: {suppressions: {severity: high}}\n", "policy: {suppressions: {severity: medium}}\n", "policy.suppressions.severity"],
  ["policy: {suppressions: {days: 31}}\n", "policy: {suppressions: {days: 30}}\n", "policy.suppressions.days"],
  ["policy: {suppressions: {owners: [ana, bob]}}\n", "policy: {suppressions: {owners: [ana]}}\n", "policy.suppressions.owners"],
])("a repository cannot loosen its user's policy: %s", (repository, user, key) => {
  const error = errorOf(request({ repository, user }));

  expect(error.code).toBe("config-loosens");
  expect(error.message).toContain(key);
});

test("lists of rules are joined, and each entry keeps its place", () => {
  const { config, origins } = loadConfig(
    request({
      repository: "policy:\n  engines: [bandit]\n  thresholds:\n    - severity: low\n    - severity: info\n      paths: [src/]\n",
      user: "policy: {engines: [assay, bandit], thresholds: [{severity: high}]}\n",
    }),
  );

  expect(config.policy.engines).toEqual(["bandit", "assay"]);
  expect(config.policy.thresholds.map(({ severity }) => severity)).toEqual(["low", "info", "high"]);
  expect(origins["policy.thresholds.1"]).toBe("assay.yaml:5:7");
  expect(origins["policy.thresholds.2"]).toMatch(/config\.yaml:1:\d+$/u);
});

test.each([
  ["policy: {thresholds: [{severity: low, paths: ['a*b*c*d*e']}]}\n", "at most 3 wildcards"],
  ["policy: {forbid: [{reason: x}]}\n", "expected paths"],
  ["policy: {forbid: [{paths: ['!src/']}]}\n", "expected a pattern"],
  ["policy: {rating: F}\n", "not one of the allowed values"],
  ["policy: {thresholds: [{cwe: [CWE-89]}]}\n", "policy.thresholds.0.severity"],
])("a policy with an error is refused: %s", (repository, message) => {
  const error = errorOf(request({ repository }));

  expect(error.code).toBe("config-invalid");
  expect(error.message).toContain(message);
});

test("what is loose is measured against the user's own settings", () => {
  expect(() => loadConfig(request({ repository: "failOn: high\n", user: "failOn: critical\n" }))).not.toThrow();
  expect(errorOf(request({ repository: "failOn: medium\n", user: "failOn: low\n" })).code).toBe("config-loosens");
  expect(errorOf(request({ repository: "engines: [a]\n", user: "engines: [a, b]\n" })).code).toBe("config-loosens");
});

test("a named file inside the project is under its restrictions, one outside stands for the user's", () => {
  const given = request({ user: "failOn: low\n" });
  fs.writeFileSync(join(given.root, "other.yaml"), "sandbox: unshare\n");
  fs.writeFileSync(join(given.root, "../mine.yaml"), "sandbox: unshare\n");

  expect(errorOf({ ...given, configFile: "other.yaml" }).code).toBe("config-loosens");
  expect(loadConfig({ ...given, configFile: "../mine.yaml" }).config).toMatchObject({ sandbox: "unshare", failOn: "medium" });
  expect(errorOf({ ...given, configFile: "nowhere.yaml" }).message).toBe("nowhere.yaml: no such file");
});

test("only a regular file of text is read", () => {
  const bytes = request({});
  fs.writeFileSync(join(bytes.root, "assay.yaml"), Buffer.from([0x66, 0xff, 0xfe]));
  const folder = request({});
  fs.mkdirSync(join(folder.root, "assay.yaml"));
  const link = request({});
  fs.symlinkSync("/etc/passwd", join(link.root, "assay.yaml"));

  expect(errorOf(bytes).message).toBe("assay.yaml: is not valid UTF-8");
  expect(errorOf(folder).message).toBe("assay.yaml: is not a regular file");
  expect(errorOf(link).message).toContain("assay.yaml: is a symbolic link");
});

test("hostile text in a message cannot repaint the terminal", () => {
  const { message } = errorOf(request({ repository: '"\\e[2J\\u202e": 1\n' }));

  expect(message).toContain("unknown key");
  expect([message.includes("\u001b"), message.includes("\u202e")]).toEqual([false, false]);
});

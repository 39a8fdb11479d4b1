import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Config } from "#app/config.ts";
import { AssayError } from "#domain/errors.ts";
import { STARTER_CONFIG } from "#faces/cli/starter-config.ts";
import { checkOutcome, checkView, CLEAN, fixOutcome, fixView, PARTIAL } from "./cli-canned.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("check", () => {
  test("passes the request on, prints the report, closes, exits 1", async () => {
    const assay = fakeAssay();
    const ran = await runCli(
      [
        "check",
        "--base",
        "main",
        "--engine",
        "assay,bandit",
        "--engine",
        "ruff",
        "--fail-on",
        "high",
        "--config",
        "c.yaml",
        "--state",
        "s",
        "src",
        "lib",
      ],
      { assay },
    );

    expect(ran.opened).toEqual([
      {
        cwd: "/project",
        near: "src",
        configFile: "c.yaml",
        stateFolder: "s",
        engines: ["assay", "bandit", "ruff"],
        failOn: "high",
        unsafeNoSandbox: false,
      },
    ]);
    expect(assay.asked).toEqual([{ target: { paths: ["src", "lib"], base: "main" } }, "closed"]);
    expect(ran.stdout).toContain("assay fix --base main src lib");
    expect(ran.stderr).toBe("");
    expect(ran.code).toBe(1);
  });

  test.each([
    ["--sarif-output", "file/x.sarif", "file"],
    ["-o", "html=file/deep/x.html", "file"],
    ["-o", ".", "it is a folder"],
  ])("says before the work that %s %s cannot be written", async (option, value, said) => {
    writeFileSync(join(folder, "file"), "");
    for (const command of ["check", "fix", "gate", ...(option === "-o" && value === "." ? ["review"] : [])]) {
      const assay = fakeAssay();
      const ran = await runCli([command, option, value], { assay, cwd: folder });
      expect([ran.code, ran.stderr, assay.asked]).toEqual([5, expect.stringMatching(`write-failed.*${said}`), []]);
    }
  });

  test.each(["check", "fix", "gate"])("%s makes the folder of a report, as pipelines need it", async (command) => {
    await runCli([command, "-o", "sarif=assay-results/deep/assay.sarif"], { cwd: folder });
    expect(readdirSync(join(folder, "assay-results/deep"))).toEqual(["assay.sarif"]);
  });

  test("review makes the folder of its report", async () => {
    await runCli(["review", "-f", "json", "-o", "assay-results/review.json"], { cwd: folder });
    expect(readdirSync(join(folder, "assay-results"))).toEqual(["review.json"]);
  });

  test("says how a format is written that only a file holds", async () => {
    const ran = await runCli(["check", "-f", "html"], { assay: fakeAssay() });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("-o html=FILE")]);
  });

  test("takes paths that look like options", async () => {
    const assay = fakeAssay();
    const ran = await runCli(["check", "--", "-rf.py", "--help"], { assay });

    expect(assay.asked[0]).toEqual({ target: { paths: ["-rf.py", "--help"] } });
    expect(ran.stdout).toContain("assay fix -- -rf.py --help");
  });

  test.each([[["--stdin-path", "a.py"]], [["-", "--stdin-path", "a.py"]]])("reads standard input: %j", async (argv) => {
    const assay = fakeAssay();
    await runCli(["check", ...argv], { assay, stdin: "eval('é')\n" });

    expect(assay.asked[0]).toEqual({ target: { paths: [], stdin: { path: "a.py", text: "eval('é')\n" } } });
  });

  test("--exit-zero changes 1 and nothing else", async () => {
    const incomplete = fakeAssay({ check: async () => checkOutcome(checkView({ ...CLEAN, ...PARTIAL }, [])) });

    expect((await runCli(["check", "--exit-zero"])).code).toBe(0);
    expect((await runCli(["check", "--exit-zero"], { assay: incomplete })).code).toBe(3);
  });

  test.each(["json", "sarif", "markdown"])("--format %s is stable", async (format) => {
    const [first, second] = [await runCli(["check", "--format", format]), await runCli(["check", "--format", format])];

    expect(first.stdout).toBe(second.stdout);
    await expect(first.stdout).toMatchFileSnapshot(`../fixtures/reports/check.${format === "markdown" ? "md" : format}`);
  });

  test("JSON of an incomplete check says so", async () => {
    const assay = fakeAssay({ check: async () => checkOutcome(checkView(PARTIAL)) });
    const document = JSON.parse((await runCli(["check", "--format=json"], { assay })).stdout) as Record<string, unknown>;

    expect(document).toMatchObject({
      schemaVersion: 1,
      complete: false,
      engines: [{ id: "assay" }, { id: "bandit", status: "partial" }],
    });
  });

  test.each([
    [["check", "--color", "always"], false, true],
    [["check"], true, true],
    [["check"], false, false],
    [["check", "--color", "never"], true, false],
  ])("%j on a terminal with colour %s is coloured: %s", async (argv, color, expected) => {
    expect((await runCli(argv, { color })).stdout.includes("\u001b[")).toBe(expected);
  });
});

describe("outputs", () => {
  test("several in one run", async () => {
    const argv = ["check", "--json-output", "a.json", "--sarif-output", "a.sarif", "--markdown-output", "a.md", "-o", "a.txt"];
    const ran = await runCli(argv, { cwd: folder, color: true });

    expect(ran.stdout).toBe("");
    expect(readdirSync(folder).toSorted()).toEqual(["a.json", "a.md", "a.sarif", "a.txt"]);
    expect(JSON.parse(readFileSync(join(folder, "a.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(readFileSync(join(folder, "a.txt"), "utf8")).not.toContain("\u001b");
  });

  test("two to one file are refused before any work", async () => {
    const ran = await runCli(["check", "--json-output", "x", "--output", "./x"], { cwd: folder });

    expect(ran).toMatchObject({ code: 2, opened: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a file is replaced whole, keeps its mode, and a link to it stays", async () => {
    writeFileSync(join(folder, "real.json"), "old");
    chmodSync(join(folder, "real.json"), 0o600);
    symlinkSync("real.json", join(folder, "link.json"));
    await runCli(["check", "--json-output", "link.json"], { cwd: folder });

    expect(readdirSync(folder).toSorted()).toEqual(["link.json", "real.json"]);
    expect(readFileSync(join(folder, "real.json"), "utf8")).toContain('"schemaVersion": 1');
    expect(statSync(join(folder, "real.json")).mode & 0o777).toBe(0o600);
  });

  test("a full disk: exit 5, a remedy, nothing left behind", async () => {
    const ran = await runCli(["check", "--json-output", "/dev/full"], { cwd: folder });

    expect(ran.code).toBe(5);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toMatch(/error \[write-failed\] cannot write .*\n {2}Check free space/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("fix", () => {
  test.each([
    ["/project/deep", "assay verify '/home/ada"],
    ["/elsewhere", "assay verify --root /project '/home/ada"],
  ])("from %s it says how to verify", async (cwd, expected) => {
    expect((await runCli(["fix"], { cwd })).stdout).toContain(expected);
  });

  test("shows and changes nothing by default", async () => {
    const assay = fakeAssay();
    const ran = await runCli(["fix", "app"], { assay });

    expect(assay.asked[0]).toEqual({ target: { paths: ["app"] }, apply: false, approve: false, only: [], budget: {} });
    expect(ran.stdout).toContain("assay fix app --apply ");
    expect(ran.code).toBe(1);
  });

  test("passes limits, choices and permission on", async () => {
    const assay = fakeAssay();
    await runCli(
      [
        "fix",
        "--apply",
        "--approve",
        "--only",
        "CWE-89,3f9a",
        "--only",
        "r",
        "--max-seconds",
        "1.5",
        "--max-tokens",
        "0",
        "--max-cost",
        "0.25",
        "--unsafe-no-sandbox",
      ],
      { assay },
    );

    expect(assay.asked[0]).toEqual({
      target: { paths: [] },
      apply: true,
      approve: true,
      only: ["CWE-89", "3f9a", "r"],
      budget: { seconds: 1.5, tokens: 0, money: 0.25 },
    });
  });

  test("JSON and Markdown are goldens", async () => {
    await expect((await runCli(["fix", "--format", "json"])).stdout).toMatchFileSnapshot("../fixtures/reports/fix.json");
    await expect((await runCli(["fix", "--format", "markdown"])).stdout).toMatchFileSnapshot("../fixtures/reports/fix.md");
  });

  test("says why it stopped early", async () => {
    const assay = fakeAssay({ fix: async () => fixOutcome(fixView(false, { repairs: [], stop: "out-of-time" })) });
    const ran = await runCli(["fix"], { assay });

    expect(ran.stdout).toContain("No repair was tried (out-of-time)");
    expect(ran.code).toBe(1);
  });
});

describe("what is refused", () => {
  test.each([
    [[], /Usage: assay/],
    [["chek"], /Did you mean check\?/],
    [["src/app.py"], /assay check src\/app\.py/],
    [["check", "--bse", "main"], /Did you mean --base\?/],
    [["check", "--format", "xml"], /Allowed choices are text, json, sarif, markdown/],
    [["check", "--fail-on", "urgent"], /Allowed choices are critical/],
    [["check", "--base", "main", "--staged"], /cannot be used with/],
    [["check", "-"], /add --stdin-path/],
    [["check", "a.py", "--stdin-path", "b.py"], /not both/],
    [["check", "--engine", ","], /empty name/],
    [["fix", "--approve"], /--approve needs --apply/],
    [["fix", "--apply", "--stdin-path", "a.py"], /cannot write to standard input/],
    [["fix", "--apply", "--staged"], /leave out --staged/],
    [["fix", "-i"], /needs a terminal/],
    [["fix", "--max-tokens", "1.5"], /whole number/],
    [["fix", "--max-seconds", "0"], /above 0/],
    [["fix", "--max-cost", "much"], /Not a number/],
    [["explain", "nothing-of-this-name"], /nothing is called/],
    [["verify"], /missing required argument/],
    [["completion", "tcsh"], /Allowed choices are bash, zsh, fish/],
  ])("%j", async (argv, message) => {
    const ran = await runCli(argv);

    expect(ran.stderr).toMatch(message);
    expect(ran.stdout).toBe("");
    expect(ran.code).toBe(2);
  });

  test("input that is not text", async () => {
    const { Readable } = await import("node:stream");
    const ran = await runCli(["check", "--stdin-path", "a.py"], { stdin: Readable.from([Buffer.from([0xff, 0xfe, 0x00])]) });

    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("not UTF-8");
  });
});

const failing = (error: unknown) => fakeAssay({ check: () => Promise.reject(error) });

describe("failures", () => {
  test("what a user can mend names its remedy", async () => {
    const ran = await runCli(["check"], { assay: failing(new AssayError("config-invalid", "assay.yaml:3: failOn\u001b[2J")) });

    expect(ran.stderr).toBe(
      "error [config-invalid] assay.yaml:3: failOn\\u{1b}[2J\n  Mend the named place; `assay config --schema` prints what is allowed.\n",
    );
    expect(ran.code).toBe(2);
  });

  test("a bug is exit 5 with its cause, and the project is closed", async () => {
    const assay = failing(new TypeError("x is not a function", { cause: new Error("deep reason") }));
    const ran = await runCli(["check"], { assay });

    expect(ran.code).toBe(5);
    expect(ran.stderr).toMatch(/This is a bug in assay[\s\S]*x is not a function[\s\S]*caused by Error: deep reason/);
    expect((assay as ReturnType<typeof fakeAssay>).asked).toEqual(["closed"]);
  });

  test("an interrupted run says how to resume", async () => {
    const controller = new AbortController();
    const assay = fakeAssay({
      check: async () => {
        controller.abort();
        throw new DOMException("aborted", "AbortError");
      },
    });
    const ran = await runCli(["check"], { assay, signal: controller.signal });

    expect(ran).toMatchObject({ code: 130, stdout: "", stderr: "Interrupted. Run the same command again to resume.\n" });
  });
});

describe("the other commands", () => {
  test("audit verify shows what does not hold, how much was looked at, and the head to note down", async () => {
    const assay = fakeAssay();
    const ran = await runCli(["audit", "verify", "--head", "5f3a5f3a5f3a5f3a", "--trust-key", "a.pem"], { assay });

    expect(assay.asked[0]).toEqual({ head: "5f3a5f3a5f3a5f3a", trustKeys: ["a.pem"] });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe(
      [
        "✓ ledger  2 finished runs, unbroken",
        "✗ run 2   log entry 3: the entry does not have the digest it claims",
        "Do not trust this evidence: 1 claim fails.",
        "Looked at 2 runs with 41 log entries, 1 bundle, 0 approvals.",
        `Head: sha256:${"5f3a".repeat(16)}`,
        "",
      ].join("\n"),
    );
    const json = await runCli(["audit", "verify", "--format", "json"], { assay });
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      ok: false,
      runs: 2,
      claims: [{}, {}, { reason: "entry-edited" }],
    });
  });

  test("verify takes the path from the current folder", async () => {
    const assay = fakeAssay();
    const ran = await runCli(["verify", "out/e.json", "--replay", "--root", "app"], { assay });

    expect(ran.opened[0]).toMatchObject({ near: "app" });
    expect(assay.asked[0]).toEqual({ bundle: "/project/out/e.json", replay: true });
    expect(ran).toMatchObject({ code: 0, stdout: "✓ signature  key 5f3a…\nThe evidence holds: 1 claim.\n" });
  });

  test("doctor is ill without an engine", async () => {
    const assay = fakeAssay({
      doctor: async () => [{ area: "engine", name: "bandit", state: "missing", detail: "no", remedy: "pip install bandit" }],
    });
    const ran = await runCli(["doctor", "--verbose"], { assay });

    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("→ pip install bandit");
    expect((await runCli(["doctor"], { assay })).stdout).toMatch(/– bandit {2}no\n[^]*assay doctor --verbose/u);
    expect((await runCli(["doctor"])).code).toBe(0);
  });

  test("config shows values, origins and the schema", async () => {
    expect(parse((await runCli(["config"])).stdout)).toEqual(Config.parse({}));
    expect((await runCli(["config", "--show-origin"])).stdout).toMatch(/^failOn +"medium" +assay\.yaml$/m);
    expect(JSON.parse((await runCli(["config", "--schema"])).stdout)).toMatchObject({
      properties: { failOn: { enum: expect.arrayContaining(["critical"]) } },
    });
  });

  test("init writes what is missing and overwrites nothing", async () => {
    const assay = fakeAssay({ root: folder });
    const first = await runCli(["init"], { assay, cwd: folder });
    writeFileSync(join(folder, "assay.yaml"), "failOn: high\n");
    const second = await runCli(["init"], { assay, cwd: folder });

    expect(first.stdout).toBe("wrote assay.yaml\nwrote .assay/README.md\nNext: assay check\n");
    expect(second.stdout).toBe("kept  assay.yaml\nkept  .assay/README.md\nNext: assay check\n");
    expect(readFileSync(join(folder, "assay.yaml"), "utf8")).toBe("failOn: high\n");
  });

  test("the starter configuration is valid as it is, and with everything switched on equal to the defaults where it says so", () => {
    const on = STARTER_CONFIG.replaceAll(/^# (?=\s*(?:[a-zA-Z]+:|-|#))/gm, "");
    const { exclude: _exclude, budget: _budget, policy, ...rest } = Config.parse(parse(on));

    expect(Config.parse(parse(STARTER_CONFIG) ?? {})).toEqual(Config.parse({}));
    expect(rest).toMatchObject({ failOn: "medium", minProbability: 0.3, maxFileBytes: 2_000_000 });
    expect(policy).toEqual({
      ...Config.parse({}).policy,
      sensitive: ["src/auth/**"],
      forbid: [{ change: "test-weakened", outcome: "refuse" }],
    });
  });

  test("help stands for every command, examples first", async () => {
    for (const verb of [
      "check",
      "fix",
      "review",
      "generate",
      "policy",
      "verify",
      "explain",
      "label",
      "doctor",
      "init",
      "config",
      "completion",
    ]) {
      const ran = await runCli([verb, "--help"]);

      expect(ran.stdout).toMatch(new RegExp(`^Examples:\\n {2}assay ${verb}`));
      expect(ran).toMatchObject({ code: 0, stderr: "", opened: [] });
    }
  });
});

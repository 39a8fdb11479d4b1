import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { literalSecrets, masked, masker, secretsIn } from "#domain/secrets.ts";
import { FILE_FORMATS } from "#faces/cli/formats.ts";
import type { CheckView } from "#faces/reports/view.ts";
import { checkOutcome, checkView, DEFECTS, FINDINGS, fixOutcome, fixView, REPAIRS, reviewOutcome } from "./cli-canned.ts";
import { gateOutcome, REASONS } from "./cli-gate-canned.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const SECRET = ["tr0ub4dor", "&3<x>", "Zq"].join("-");
const KEY = ["AKIA", "QZ7RM4TN", "2WXB6C5D"].join("");
const TEXT = `import db\n\nconfig["password"] = "${SECRET}"\naws = "${KEY}"\n`;
const location = { path: "app/keys.py", startLine: 3, startColumn: 1, endLine: 3, endColumn: 20 };
const words = `the literal "${SECRET}" is used with ${KEY}`;
const trace = [{ location, note: `${SECRET} goes to the database` }];
const finding = {
  ...(FINDINGS[0] as Finding),
  cwe: ["CWE-798"],
  location,
  message: words,
  remedy: words,
  suggestion: SECRET,
  trace,
};
const defect: Defect = {
  ...(DEFECTS[0] as Defect),
  cwe: "CWE-798",
  location,
  title: `Password ${SECRET}`,
  message: words,
  remedy: words,
  trace,
};
/** A weak place beside the secret: its frame shows the secret's line. */
const beside: Defect = { ...(DEFECTS[1] as Defect), location: { ...location, startLine: 4, endLine: 4 } };
const report = { findings: [finding], suppressed: [{ finding, reason: words, source: "marker" as const }] };
const view: CheckView = {
  ...checkView({ ...report, problems: [{ path: "x.py", code: "binary", message: words }] }, [defect, beside]),
  sources: new Map([[location.path, TEXT]]),
};
const diff = `--- a/app/keys.py\n+++ b/app/keys.py\n@@ -3,1 +3,1 @@\n-config["password"] = "${SECRET}"\n+config["password"] = load()\n`;

/** However a format writes it. */
const FORMS = [
  SECRET,
  KEY,
  JSON.stringify(SECRET).slice(1, -1),
  SECRET.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
];
function hidden(text: string): void {
  for (const form of [...FORMS, "b4dor", "RM4TN2WX"]) expect(text).not.toContain(form);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-masked-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a secret in the code is not in", () => {
  test.each(FILE_FORMATS)("the %s report of a check", async (format) => {
    const assay = fakeAssay({ check: async () => checkOutcome(view) });
    const file = join(folder, `check-${format}`);
    await runCli(["check", "-o", `${format}=${file}`], { assay });

    hidden(await readFile(file, "utf8"));
  });

  test("SARIF in pieces", async () => {
    const assay = fakeAssay({ check: async () => checkOutcome(view) });
    await runCli(["check", "-o", `sarif:${join(folder, "pieces")}`], { assay });

    for (const name of await readdir(join(folder, "pieces"))) hidden(await readFile(join(folder, "pieces", name), "utf8"));
  });

  test.each(FILE_FORMATS)("the %s report of a fix", async (format) => {
    const repairs = REPAIRS.map((repair) => ({ ...repair, defect: defect.id }));
    const fixed = {
      ...fixView(),
      ...view,
      repairs,
      defectsById: new Map([[defect.id as string, defect]]),
      attemptDiff: () => diff,
    };
    const assay = fakeAssay({ fix: async () => fixOutcome(fixed) });
    const file = join(folder, `fix-${format}`);
    await runCli(["fix", "-o", `${format}=${file}`], { assay });

    hidden(await readFile(file, "utf8"));
  });

  test.each(FILE_FORMATS)("the %s report of a gate", async (format) => {
    const outcome = {
      ...gateOutcome(REASONS.map((reason) => ({ ...reason, message: words }))),
      ...checkOutcome(view),
      isNew: () => true,
      notes: [words],
    };
    const file = join(folder, `gate-${format}`);
    await runCli(["gate", "--base", "main", "-o", `${format}=${file}`], { assay: fakeAssay({ gate: async () => outcome }) });

    hidden(await readFile(file, "utf8"));
  });

  test.each(["text", "json", "sarif", "rdjson"])("the %s report of a review", async (format) => {
    const canned = reviewOutcome();
    const comments = canned.comments.map((comment) => ({
      ...comment,
      title: words,
      message: words,
      remedy: words,
      trace,
      location,
    }));
    const [first] = canned.comments.flatMap(({ suggestion }) => suggestion ?? []);
    if (first === undefined) throw new Error("no suggestion is canned");
    const spoiled = { ...first, diff: diff.replace("load()", `"${SECRET}"`), edits: [{ location, text: `"${SECRET}"` }] };
    const withBad = comments.map((comment) => (comment.suggestion === undefined ? { ...comment, suggestion: spoiled } : comment));
    const outcome = { ...canned, comments: withBad, fix: { ...canned.fix, ...checkOutcome(view) } };
    const { stdout } = await runCli(["review", "-f", format], { assay: fakeAssay({ review: async () => outcome }) });

    hidden(stdout);
  });
});

test("its ends are shown, and lines and columns stay", async () => {
  const assay = fakeAssay({ check: async () => checkOutcome(view) });
  const { stdout } = await runCli(["check"], { assay });

  expect(stdout).toContain(`config["password"] = "${masked(SECRET)}"`);
  expect(masked(SECRET)).toMatch(/^tr\*{14}Zq$/u);
  expect([masked("12345678"), masked("1234567"), masked("ab\ncdefgh")]).toEqual(["1******8", "*******", "a*\n*****h"]);
});

test("what names a secret is not taken for one", () => {
  const mask = masker([SECRET]);

  expect(secretsIn(TEXT, [finding])).toEqual([KEY, SECRET, "password"].toSorted((a, b) => b.length - a.length));
  expect(mask("the password is wrong")).toBe("the password is wrong");
  expect(mask(`$& ${SECRET}`)).toBe(`$& ${masked(SECRET)}`);
});

test("the hash of a line is that of the file's own text", async () => {
  const assay = fakeAssay({ check: async () => checkOutcome(view) });
  const plain = fakeAssay({
    check: async () => checkOutcome({ ...view, report: { ...view.report, findings: [], suppressed: [] } }),
  });
  const hashes = async (one: typeof assay): Promise<unknown> => {
    const { stdout } = await runCli(["check", "-f", "sarif"], { assay: one });
    const log = JSON.parse(stdout) as { runs: [{ results: { partialFingerprints: Record<string, string> }[] }] };
    return log.runs[0].results.slice(0, 2).map((result) => result.partialFingerprints["primaryLocationLineHash"]);
  };

  expect(await hashes(assay)).toEqual(await hashes(plain));
});

test.each([
  [`createPool({ host: "localhost", user: "root", password: "${SECRET}", database: "shop" })`, [SECRET]],
  [`connect(host="db.internal", user="shop", password="${SECRET}")`, [SECRET]],
  [`config["password"] = "${SECRET}"`, [SECRET]],
  [`const given = "${SECRET}";`, [SECRET]],
  [`login("admin-name", "${SECRET}")`, ["admin-name", SECRET]],
])("of the literals of a line, those are masked that may be the secret: %#", (line, expected) => {
  const place = { ...location, startLine: 1, endLine: 1 };
  expect(literalSecrets(line, [{ cwe: ["CWE-798"], location: place }], "values")).toEqual(expected);
});

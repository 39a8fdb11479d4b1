import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const fixtures = fileURLToPath(new URL("../fixtures/recipes/python", import.meta.url));

interface Attack {
  readonly fixture: string;
  /** Runs after the fixture's own code, in an empty folder; prints `honest` and `attack` lines. */
  readonly probe: string;
  readonly prelude?: string;
  readonly honest: string;
  readonly before: string;
  readonly after: string;
}

const ATTACKS: readonly Attack[] = [
  {
    fixture: "cwe-89-parameterise-query/f-string-sqlite",
    prelude: `
import sqlite3
_db = sqlite3.connect(":memory:")
_db.executescript("CREATE TABLE users (id, mail, name); INSERT INTO users VALUES (1, 'a@x', 'ann')")
sqlite3.connect = lambda name: _db
`,
    probe: `print("honest", find_user("ann"))\nprint("attack", find_user("' OR '1'='1"))`,
    honest: "(1, 'a@x')",
    before: "(1, 'a@x')",
    after: "None",
  },
  {
    fixture: "cwe-89-parameterise-query/joins-existing-parameters",
    prelude: `
import sqlite3
_db = sqlite3.connect(":memory:")
_db.executescript("CREATE TABLE n (owner, tag, state); INSERT INTO n VALUES ('o', 't', 'new'), ('p', 'u', 'old')")
`,
    probe: `print("honest", list(page(_db, "o", " t ", "x")))\nprint("attack", len(list(page(_db, "o", "t", "x') OR 1=1 OR state IN ('"))))`,
    honest: "[('o', 't', 'new')]",
    before: "2",
    after: "1",
  },
  {
    fixture: "cwe-78-argument-list/os-system-statement",
    probe: `
open("old", "w").close()
remove("old")
print("honest", os.path.exists("old"))
remove("none; touch planted")
print("attack", os.path.exists("planted"))`,
    honest: "False",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-22-contained-path/assigned-join",
    probe: `
os.mkdir("up")
UPLOADS = "up"
open("up/a", "wb").write(b"1")
open("secret", "wb").write(b"2")
print("honest", read("a"))
try:
    print("attack", read("../secret"))
except ValueError as error:
    print("attack", "refused")`,
    honest: "b'1'",
    before: "b'2'",
    after: "refused",
  },
  {
    fixture: "cwe-95-literal-eval/docstring-and-future",
    probe: `
print("honest", points([" (1, 2) "]))
try:
    print("attack", points(["[].append(1)"]))
except ValueError:
    print("attack", "refused")`,
    honest: "[(1, 2)]",
    before: "[None]",
    after: "refused",
  },
  {
    fixture: "cwe-79-escape-response/percent-in-variable",
    probe: `print("honest", page("a", 2))\nprint("attack", "<script>" in page("<script>", 1))`,
    honest: "<h1>a</h1><p>2 of 2</p>",
    before: "True",
    after: "False",
  },
];

function answers(attack: Attack, file: string): Record<string, string> {
  const source = readFileSync(join(fixtures, attack.fixture, file), "utf8");
  const folder = mkdtempSync(join(tmpdir(), "assay-recipe-"));
  try {
    // A fixture may start with __future__ imports, so its text is run apart from what goes around it.
    const program = `${attack.prelude ?? ""}\nexec(compile(${JSON.stringify(source)}, "fixture", "exec"))\n${attack.probe}\n`;
    const run = spawnSync("python3", ["-I", "-c", program], { cwd: folder, encoding: "utf8", timeout: 30_000 });
    expect(run.stderr.replaceAll(/^sh: .*\n/gm, "")).toBe("");
    return Object.fromEntries(
      run.stdout
        .trim()
        .split("\n")
        .map((line) => [line.slice(0, 6), line.slice(7)]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (spawnSync("python3", ["--version"]).status === 0) {
  for (const attack of ATTACKS) {
    it(`${attack.fixture}: the attack works before and fails after, honest use stays`, () => {
      const [before, after] = [answers(attack, "before.py"), answers(attack, "after.py")];

      expect(before).toEqual({ honest: attack.honest, attack: attack.before });
      expect(after).toEqual({ honest: attack.honest, attack: attack.after });
    });
  }
} else {
  it("names a fixture that exists for each attack, where Python cannot run them", () => {
    for (const { fixture } of ATTACKS) expect(readFileSync(join(fixtures, fixture, "after.py"), "utf8")).not.toBe("");
  });
}

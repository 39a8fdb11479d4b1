import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import attack from "#adapters/checks/attack.ts";
import behaviour from "#adapters/checks/behaviour.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { attackContext, said } from "./attack-setup.ts";

const signal = new AbortController().signal;
const done = new Map<string, unknown>();
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-go-attack-"));
  await writeFile(join(root, "go.mod"), "module example.com/app\n\ngo 1.18\n");
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** Compiled packages are shared by all tests, as by all candidates of a run. */
const once: CheckContext["once"] = (key, work) => {
  const kept = (done.get(key) as ReturnType<typeof work> | undefined) ?? work();
  done.set(key, kept);
  return kept;
};

interface Change {
  readonly cwe: string;
  readonly imports: readonly string[];
  readonly body: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly more?: readonly string[];
}

async function judge(check: typeof attack, { cwe, imports, body, line, from, to, more = [] }: Change): Promise<CheckAnswer> {
  const text = (names: readonly string[], code: string): string =>
    `package app\n\nimport (\n${names.map((name) => `\t"${name}"\n`).join("")})\n\n${code}\n`;
  const before = text(imports, body);
  const after = text(
    [...imports, ...more].toSorted(),
    body.replace(from, () => to),
  );
  const folder = await mkdtemp(join(root, "p"));
  const path = `${folder.slice(root.length + 1)}/app.go`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, path), before);
  const context = await attackContext({ path, cwe, line }, { before, after }, root, { tests: true });
  return check.run({ ...context, once }, signal);
}

const FILE: Change = {
  cwe: "CWE-22",
  imports: ["net/http", "os", "path/filepath"],
  body: `type Store struct{ dir string }

func (s *Store) Show(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join(s.dir, r.URL.Query().Get("name")))
	if err != nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	_, _ = w.Write(data)
}`,
  line: "os.ReadFile",
  from: 'r.URL.Query().Get("name"))',
  to: 'filepath.Base(r.URL.Query().Get("name")))',
};
const QUERY: Change = {
  cwe: "CWE-89",
  imports: ["database/sql"],
  body: `func Find(db *sql.DB, name string) (string, error) {
	var id string
	err := db.QueryRow("SELECT id FROM users WHERE name = '" + name + "'").Scan(&id)
	return id, err
}`,
  line: "db.QueryRow",
  from: `"SELECT id FROM users WHERE name = '" + name + "'"`,
  to: `"SELECT id FROM users WHERE name = ?", name`,
};
const COMMAND: Change = {
  cwe: "CWE-78",
  imports: ["os/exec"],
  body: `func Look(host string) ([]byte, error) {
	return exec.Command("sh", "-c", "echo "+host).Output()
}`,
  line: "exec.Command",
  from: '"sh", "-c", "echo "+host',
  to: '"echo", host',
};
const PAGE: Change = {
  cwe: "CWE-79",
  imports: ["fmt", "net/http"],
  body: `func Greet(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "<p>Hello %s</p>", r.FormValue("name"))
}`,
  line: "fmt.Fprintf",
  from: 'r.FormValue("name")',
  to: 'html.EscapeString(r.FormValue("name"))',
  more: ["html"],
};
const REDIRECT: Change = {
  cwe: "CWE-601",
  imports: ["net/http", "strings"],
  body: `func Back(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("next")
	if strings.TrimSpace(next) == "" {
		next = "/"
	}
	http.Redirect(w, r, next, http.StatusFound)
}`,
  line: "http.Redirect",
  from: 'strings.TrimSpace(next) == ""',
  to: 'next == "" || next[0] != \'/\' || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\\\\t\\r\\n")',
};
const UNPACK: Change = {
  cwe: "CWE-22",
  imports: ["archive/zip", "io", "os", "path/filepath"],
  body: `func Unpack(archive, dest string) error {
	r, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, f := range r.File {
		path := filepath.Join(dest, f.Name)
		in, err := f.Open()
		if err != nil {
			return err
		}
		out, err := os.Create(path)
		if err != nil {
			return err
		}
		if _, err := io.Copy(out, in); err != nil {
			return err
		}
		out.Close()
	}
	return nil
}`,
  line: "filepath.Join(dest, f.Name)",
  from: "filepath.Join(dest, f.Name)",
  to: "filepath.Join(dest, filepath.Base(f.Name))",
};
const RANDOM: Change = {
  cwe: "CWE-338",
  imports: ["fmt", "math/rand"],
  body: `func Token() string {
	return fmt.Sprintf("%x%x", rand.Int63(), rand.Int63())
}`,
  line: "rand.Int63",
  from: 'fmt.Sprintf("%x%x", rand.Int63(), rand.Int63())',
  to: 'func() string { b := make([]byte, 16); _, _ = crand.Read(b); _ = rand.Int; return fmt.Sprintf("%x", b) }()',
};

// No Go comes with Node: a machine without one has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/go"))("attacks on Go", () => {
  it.each([
    ["a path from a request", FILE],
    ["a statement", QUERY],
    ["a command", COMMAND],
    ["the names of an archive's entries", UNPACK],
    [
      "a generator",
      { ...RANDOM, imports: ['fmt"\n\tcrand "crypto/rand"\n\t"math/rand'], body: `${RANDOM.body}\n\nvar _ = crand.Reader` },
    ],
  ])("reaches %s before, and not after the repair", async (_, change) => {
    const answer = await judge(attack, change);

    expect(`${said(answer)} ${answer.detail}`).toMatch(/^pass: ok/);
  });

  it.each([
    [
      "takes the first way up alone",
      { ...FILE, imports: [...FILE.imports, "strings"], to: 'strings.Replace(r.URL.Query().Get("name"), "../", "", 1))' },
    ],
    [
      "doubles quotes of one kind",
      {
        ...QUERY,
        imports: [...QUERY.imports, "strings"],
        to: `"SELECT id FROM users WHERE name = '" + strings.Trim(name, "'") + "'"`,
      },
    ],
    ["still asks a shell", { ...COMMAND, to: '"sh", "-c", "echo \\""+host+"\\""' }],
    ["looks for two slashes alone", { ...REDIRECT, to: 'strings.HasPrefix(next, "//")' }],
  ])("refuses a repair that %s", async (_, change) => {
    const body =
      change.imports.includes("strings") && !change.body.includes("strings.")
        ? `${change.body}\n\nvar _ = strings.Trim`
        : change.body;

    const answer = await judge(attack, { ...change, body });

    expect(`${said(answer)} ${answer.detail}`).toContain("fail: attack-succeeds");
  });

  it("proves nothing where the package cannot be built, or no effect can be seen", async () => {
    const broken = { ...QUERY, imports: ["database/sql", "example.org/absent"], body: `${QUERY.body}\n\nvar _ = absent.X` };

    expect(said(await judge(attack, broken))).toBe("inconclusive: driver-failed");
    expect(said(await judge(attack, { ...QUERY, cwe: "CWE-327" }))).toBe("inconclusive: not-attackable");
  });

  it.each([
    ["the same statement with its values apart", QUERY, "pass: ok"],
    ["the same page", PAGE, "pass: ok"],
    ["another result", { ...QUERY, to: `"SELECT name FROM users WHERE name = ?", name` }, "fail: behaviour-differs"],
    [
      "a refusal of what was taken",
      {
        ...PAGE,
        to: 'func() string { if len(r.FormValue("name")) > 2 { panic("long") }; return r.FormValue("name") }()',
        more: [],
      },
      "fail: behaviour-differs",
    ],
  ])("compares harmless calls: %s", async (_, change, expected) => {
    const answer = await judge(behaviour, change);

    expect(`${said(answer)} ${answer.detail}`).toContain(expected);
  });
});

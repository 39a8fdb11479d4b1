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
  /** Runs Python with -O. */
  readonly optimised?: boolean;
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
  {
    fixture: "cwe-117-quoted-log-value/format-arguments",
    prelude: `
import io, logging
_log = io.StringIO()
logging.basicConfig(stream=_log, level=logging.INFO, format="%(message)s")
`,
    probe: `
login("ann", 1)
print("honest", "ann" in _log.getvalue())
login("x\\nlogin of root", 2)
print("attack", any(line.startswith("login of root") for line in _log.getvalue().splitlines()))`,
    honest: "True",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-113-single-line-header/send-header",
    probe: `
import io
def _answer(path):
    handler = Handler.__new__(Handler)
    handler.path, handler.request_version, handler.requestline, handler.client_address = path, "HTTP/1.1", "GET", ("x", 1)
    handler.wfile, handler.log_message = io.BytesIO(), lambda *a: None
    handler.do_GET()
    return handler.wfile.getvalue().decode().split("\\r\\n")
print("honest", "X-Name: ann" in _answer("/?name=ann"))
print("attack", "Set-Cookie: a=b" in _answer("/?name=x%0D%0ASet-Cookie:%20a=b"))`,
    honest: "True",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-601-local-redirect/location-header",
    probe: `
def _leads_to(target):
    handler = Handler.__new__(Handler)
    handler.headers, sent = {"X-Target": target}, {}
    handler.send_response, handler.end_headers, handler.send_header = lambda code: None, lambda: None, sent.__setitem__
    handler.do_GET()
    return sent["Location"]
print("honest", _leads_to("/orders?page=2"))
_foreign = ["https://evil.example/", "//evil.example", "/\\\\evil.example", "/\\t/evil.example", "///evil.example", "javascript:alert(1)"]
print("attack", len([each for each in _foreign if _leads_to(each) != "/"]))`,
    honest: "/orders?page=2",
    before: "6",
    after: "0",
  },
  {
    fixture: "cwe-1333-escaped-pattern/sum",
    probe: `
print("honest", lines_with("a cat\\na dog", "cat"))
print("attack", lines_with("a cat\\na dog", ".*"))`,
    honest: "['a cat']",
    before: "['a cat', 'a dog']",
    after: "[]",
  },
  {
    fixture: "cwe-1333-linear-repeat/any-number",
    probe: `
import signal
print("honest", bool(check("ann@shop.example")), bool(check("@")), bool(check("a b@")))
def _late(*_):
    raise TimeoutError
signal.signal(signal.SIGALRM, _late)
signal.alarm(2)
try:
    check("a" * 60)
    print("attack", "answers")
except TimeoutError:
    print("attack", "hangs")`,
    honest: "True True False",
    before: "hangs",
    after: "answers",
  },
  {
    fixture: "cwe-617-raised-refusal/attribute",
    probe: `
import types
_order = types.SimpleNamespace(delete=lambda: _deleted.append(1))
_deleted = []
delete(types.SimpleNamespace(is_admin=True), _order)
print("honest", len(_deleted))
try:
    delete(types.SimpleNamespace(is_admin=False), _order)
except PermissionError:
    pass
print("attack", len(_deleted))`,
    honest: "1",
    before: "2",
    after: "1",
    optimised: true,
  },
  {
    fixture: "cwe-755-failed-check-refuses/signature",
    probe: `
class _Key:
    def verify(self, signature, body):
        if signature != "right":
            raise ValueError("wrong")
print("honest", accept(_Key(), "order", "right"))
try:
    print("attack", accept(_Key(), "order", "forged"))
except ValueError:
    print("attack", "refused")`,
    honest: "order",
    before: "order",
    after: "refused",
  },
  {
    fixture: "cwe-20-escaped-dots/raw",
    probe: `
print("honest", allowed("https://www.example.com/orders"))
print("attack", allowed("https://wwwxexample.com/orders"))`,
    honest: "True",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-180-normalise-first/escape",
    probe: `
print("honest", show("a < b"))
print("attack", "<script>" in show("\\uff1cscript\\uff1e"))`,
    honest: "a &lt; b",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-327-listed-hash/parameter",
    probe: `
print("honest", digest("sha256", b"1")[:8])
try:
    print("attack", len(digest("md5", b"1")))
except ValueError:
    print("attack", "refused")`,
    honest: "6b86b273",
    before: "32",
    after: "refused",
  },
  {
    fixture: "cwe-329-random-iv/salt-in-pair",
    probe: `
_first, _second = Accounts().store("1234"), Accounts().store("1234")
print("honest", hashlib.pbkdf2_hmac("sha256", b"1234", _first["salt"], 600_000) == _first["digest"])
print("attack", _first["digest"] == _second["digest"])`,
    honest: "True",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-918-listed-hosts/inline-in-handler",
    prelude: `
import io, os, urllib.request
os.environ["ALLOWED_HOSTS"] = "api.example images.example"
_asked = []
def _open(url):
    _asked.append(url)
    return io.BytesIO(b"ok")
urllib.request.urlopen = _open
`,
    probe: `
def _fetch(address):
    handler = Handler.__new__(Handler)
    handler.headers, handler.wfile, handler.send_error = {"X-Address": address}, io.BytesIO(), lambda code: None
    handler.do_GET()
    return handler.wfile.getvalue().decode()
print("honest", _fetch("https://images.example/1"))
_inside = ["http://169.254.169.254/", "file:///etc/passwd", "http://api.example@10.0.0.1/", "http://10.0.0.1\\\\@api.example/"]
print("attack", len([each for each in _inside if _fetch(each)]))`,
    honest: "ok",
    before: "4",
    after: "0",
  },
  {
    fixture: "cwe-95-arithmetic/calculator",
    probe: `
print("honest", calculate(" (1 + 2) * -3 / 2 "), calculate("2 ** 10 % 7 // 1"), calculate("1e3"))
_ran = []
for _text in ["_ran.append(1)", "().__class__", "9 ** 9 ** 9 if _ran.append(1) else 1", "[_ran.append(1) for _ in (1,)]"]:
    try:
        calculate(_text)
    except ValueError:
        pass
print("attack", len(_ran) > 0)`,
    honest: "-4.5 2 1000.0",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-94-plain-assignments/parameter",
    probe: `
print("honest", run_snippet("a = 1\\nb = (a + 2) * 3\\nc = 'text'"))
_ran = []
for _text in ["_ran.append(1)", "import os; _ran.append(1)", "def f(): pass\\n_ran.append(1)", "a = [_ran.append(1)]"]:
    try:
        run_snippet(_text)
    except ValueError:
        pass
print("attack", len(_ran) > 0)`,
    honest: "None",
    before: "True",
    after: "False",
  },
  {
    fixture: "cwe-502-listed-formats/middle",
    probe: `
print("honest", load("[1]", "json"), load("a\\nb", "csv"))
_data = b"cbuiltins\\nprint\\n."
try:
    load(_data, "pickle")
    print("attack", "loaded")
except ValueError:
    print("attack", "refused")`,
    honest: "[1] ['a', 'b']",
    before: "loaded",
    after: "refused",
  },
  {
    fixture: "cwe-347-declared-signature/failure-value",
    prelude: `open("core.zip", "w").write("[1]")`,
    probe: `
print("honest", unpack("core.zip", "0f3a", {}))
print("attack", unpack("core.zip", "77b1", {}), unpack("core.zip", "", {}), unpack("other.zip", "", {}))`,
    honest: "[1]",
    before: "[1] [1] None",
    after: "None None None",
  },
  {
    fixture: "cwe-352-declared-token/answers-true-or-false",
    probe: `
people["1"] = "Ann"
def _request(headers):
    return {"headers": headers, "body": {"person": "1", "name": "Bob"}}
print("honest", rename(_request({"X-CSRF-Token": "t0k3n-of-the-site"})), people["1"])
print("attack", rename(_request({})), rename(_request({"X-CSRF-Token": ""})))`,
    honest: "True Bob",
    before: "True True",
    after: "False False",
  },
  {
    fixture: "cwe-78-argument-list/program-and-list",
    probe: `
print("honest", repr(run("echo -n", ["a", "b"])))
run("echo", ["x; touch planted"])
import os
print("attack", os.path.exists("planted"))`,
    honest: "'a b'",
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
    const run = spawnSync("python3", [...(attack.optimised === true ? ["-O"] : []), "-I", "-c", program], {
      cwd: folder,
      encoding: "utf8",
      timeout: 30_000,
    });
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

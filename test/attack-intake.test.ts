import { describe, expect, it } from "vitest";
import { attackFixture, said } from "./attack-setup.ts";

interface Change {
  readonly cwe: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

const python = ({ cwe, line, from, to }: Change) => attackFixture("attack-python", { path: "intake.py", cwe, line }, from, to);
const javascript = ({ cwe, line, from, to }: Change) =>
  attackFixture("attack-javascript", { path: "intake.cjs", cwe, line }, from, to);

const GUNZIP = "    return gzip.decompress(content)\n";
const BOUNDED = `    with gzip.GzipFile(fileobj=__import__("io").BytesIO(content)) as file:
        data = file.read(1_000_001)
    if len(data) > 1_000_000:
        raise ValueError("too large")
    return data
`;
const READ = "        return [archive.read(name) for name in archive.namelist()]\n";
const SIZES = `        if sum(each.file_size for each in archive.infolist()) > 1_000_000:
            raise ValueError("too large")
${READ}`;
const SAVE = "    upload.save(path)\n";
const ENDINGS = `    if os.path.splitext(path)[1] not in (".png", ".jpg"):
        raise ValueError("not a picture")
${SAVE}`;
const MEMBER = '    member = request["body"]["member"]\n';
const TOKEN = `    if request.get("headers", {}).get("X-CSRF-Token", "") != CSRF_TOKEN:
        return False
${MEMBER}`;
const OPEN = "    with urllib.request.urlopen(address, timeout=2) as answer:";
const LISTED = `    if urllib.parse.urlsplit(address).hostname != "example.com":
        raise ValueError(address)
${OPEN}`;
const STATE = '    return {"device": device, "state": "on"}\n';

describe("Python: a repair that ends the attack passes, and says what the attack brought about", () => {
  it.each<[string, Change, RegExp]>([
    [
      "a packed text",
      { cwe: "CWE-409", line: "gzip.decompress", from: GUNZIP, to: BOUNDED },
      /"a gzip of 16 MiB" as content .*many megabytes/,
    ],
    [
      "a packed archive",
      { cwe: "CWE-409", line: "archive.read", from: READ, to: SIZES },
      /"a zip of 16 MiB" as path .*many megabytes/,
    ],
    [
      "a file to store",
      { cwe: "CWE-434", line: "upload.save", from: SAVE, to: ENDINGS },
      /"aassay\.php" as upload .*a server or a browser runs was stored/,
    ],
    [
      "a word of a list",
      { cwe: "CWE-183", line: "each in kind", from: "each in kind", to: "each == kind" },
      /as kind .*taken like the entry of the list/,
    ],
    [
      "a signature",
      {
        cwe: "CWE-347",
        line: '"device": device',
        from: STATE,
        to: `    if DEVICES[device] != signature:\n        return None\n${STATE}`,
      },
      /"assay" as signature .*a signature that nobody made was taken/,
    ],
    [
      "a request of another site",
      { cwe: "CWE-352", line: "MEMBERS[member]", from: MEMBER, to: TOKEN },
      /as request .*changed data/,
    ],
    [
      "a form that another parameter chooses",
      { cwe: "CWE-502", line: "pickle.loads", from: '    if form == "pickle":\n        return pickle.loads(content)\n', to: "" },
      /ran a function of the attacker/,
    ],
    [
      "a server on the machine",
      { cwe: "CWE-918", line: "urlopen", from: OPEN, to: LISTED },
      /a server on the machine itself was asked for GET \/assay/,
    ],
  ])("%s", async (_name, change, effect) => {
    const answer = await python(change);
    expect(said(answer)).toBe("pass: ok");
    expect(answer.detail).toMatch(effect);
  });
});

describe("Python: a repair that leaves a way fails", () => {
  it.each<[string, Change]>([
    [
      "one kind of ending",
      {
        cwe: "CWE-434",
        line: "upload.save",
        from: SAVE,
        to: `    if path.endswith(".php"):\n        raise ValueError(path)\n${SAVE}`,
      },
    ],
    ["the beginning of a word", { cwe: "CWE-183", line: "each in kind", from: "each in kind", to: "kind.startswith(each)" }],
    [
      "a token that is only there",
      { cwe: "CWE-352", line: "MEMBERS[member]", from: MEMBER, to: TOKEN.replace("!= CSRF_TOKEN", '== ""') },
    ],
    [
      "a loopback by one name",
      {
        cwe: "CWE-918",
        line: "urlopen",
        from: OPEN,
        to: `    if "127.0.0.1" in address:\n        raise ValueError(address)\n${OPEN}`,
      },
    ],
  ])("%s", async (_name, change) => {
    expect(said(await python(change))).toBe("fail: attack-succeeds");
  });
});

const MOVE = "  await file.mv(target);\n";
const PICTURES = `  if (![".png", ".jpg"].includes(path.extname(target))) throw new Error("not a picture");\n${MOVE}`;
const FETCH = "  const answer = await fetch(address);\n";
const HOSTS = `  if (new URL(address).hostname !== "example.com") throw new Error(address);\n${FETCH}`;
const ON = '  return { device, state: "on" };\n';

describe("JavaScript: a repair that ends the attack passes, and says what the attack brought about", () => {
  it.each<[string, Change, RegExp]>([
    [
      "a packed text",
      { cwe: "CWE-409", line: "gunzipSync", from: "(buffer);", to: "(buffer, { maxOutputLength: 1_000_000 });" },
      /"a gzip of 16 MiB" as buffer .*many megabytes/,
    ],
    [
      "a file to store",
      { cwe: "CWE-434", line: "file.mv", from: MOVE, to: PICTURES },
      /"aassay\.php" as file .*a server or a browser runs was stored/,
    ],
    [
      "a word of a list",
      { cwe: "CWE-183", line: "kind.includes", from: "kind.includes(each)", to: "kind === each" },
      /as kind .*taken like the entry of the list/,
    ],
    [
      "a signature",
      { cwe: "CWE-347", line: "device, state", from: ON, to: `  if (DEVICES[device] !== signature) return null;\n${ON}` },
      /"assay" as signature .*a signature that nobody made/,
    ],
    [
      "a server on the machine",
      { cwe: "CWE-918", line: "fetch", from: FETCH, to: HOSTS },
      /a server on the machine itself was asked for GET/,
    ],
  ])("%s", async (_name, change, effect) => {
    const answer = await javascript(change);
    expect(said(answer)).toBe("pass: ok");
    expect(answer.detail).toMatch(effect);
  });

  it("a file to store of which only one ending is refused fails", async () => {
    const answer = await javascript({
      cwe: "CWE-434",
      line: "file.mv",
      from: MOVE,
      to: `  if (target.endsWith(".php")) throw new Error(target);\n${MOVE}`,
    });
    expect(said(answer)).toBe("fail: attack-succeeds");
  });
});

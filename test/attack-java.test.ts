import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import attack from "#adapters/checks/attack.ts";
import behaviour from "#adapters/checks/behaviour.ts";
import type { CheckAnswer } from "#ports/check.ts";
import { attackContext, said } from "./attack-setup.ts";

const signal = new AbortController().signal;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-java-attack-"));
});

afterAll(() => rm(root, { recursive: true, force: true }));

interface Change {
  readonly cwe: string;
  readonly body: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

async function judge(check: typeof attack, { cwe, body, line, from, to }: Change): Promise<CheckAnswer> {
  const imports = ["java.io.*", "java.nio.file.*", "java.sql.*", "javax.servlet.http.*"];
  const text = (code: string): string =>
    `${imports
      .filter((each) => !each.startsWith("javax") || body.includes("HttpServlet"))
      .map((each) => `import ${each};\n`)
      .join("")}\npublic class App {\n${code}\n}\n`;
  const [before, after] = [text(body), text(body.replace(from, () => to))];
  await writeFile(join(root, "App.java"), before);
  return check.run(await attackContext({ path: "App.java", cwe, line }, { before, after }, root, { tests: true }), signal);
}

const FILE: Change = {
  cwe: "CWE-22",
  body: `  private final Path dir;
  public App(Path dir) { this.dir = dir; }
  public String read(String name) throws IOException {
    return Files.readString(dir.resolve(name));
  }`,
  line: "Files.readString",
  from: "dir.resolve(name)",
  to: "dir.resolve(Path.of(name).getFileName())",
};
const QUERY: Change = {
  cwe: "CWE-89",
  body: `  String find(Connection c, String name) throws SQLException {
    String sql = "SELECT id FROM users WHERE name = '" + name + "'";
    try (PreparedStatement s = c.prepareStatement(sql)) {
      ResultSet r = s.executeQuery();
      return r.next() ? r.getString(1) : null;
    }
  }`,
  line: "c.prepareStatement",
  from: `'" + name + "'";
    try (PreparedStatement s = c.prepareStatement(sql)) {
`,
  to: `?";
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, name);
`,
};
const LOADED: Change = {
  cwe: "CWE-502",
  body: `  static Object load(byte[] data) throws Exception {
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(data));
    return in.readObject();
  }`,
  line: "in.readObject",
  from: "    return in",
  to: '    in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("java.lang.*;!*"));\n    return in',
};
const DOCUMENT: Change = {
  cwe: "CWE-611",
  body: `  static org.w3c.dom.Document parse(InputStream in) throws Exception {
    javax.xml.parsers.DocumentBuilderFactory f = javax.xml.parsers.DocumentBuilderFactory.newInstance();
    return f.newDocumentBuilder().parse(in);
  }`,
  line: "newDocumentBuilder",
  from: "    return f",
  to: '    f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n    return f',
};
const SCHEMA: Change = {
  cwe: "CWE-611",
  body: `  static javax.xml.validation.Schema load(InputStream in) throws Exception {
    javax.xml.validation.SchemaFactory f = javax.xml.validation.SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema");
    return f.newSchema(new javax.xml.transform.stream.StreamSource(in));
  }`,
  line: "newSchema",
  from: "    return f",
  to: '    f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n    return f',
};
const STYLE: Change = {
  cwe: "CWE-611",
  body: `  static String change(Reader style, String text) throws Exception {
    javax.xml.transform.TransformerFactory f = javax.xml.transform.TransformerFactory.newInstance();
    StringWriter out = new StringWriter();
    f.newTransformer(new javax.xml.transform.stream.StreamSource(style)).transform(
      new javax.xml.transform.stream.StreamSource(new StringReader(text)), new javax.xml.transform.stream.StreamResult(out));
    return out.toString();
  }`,
  line: "newTransformer",
  from: "    StringWriter",
  to: '    f.setAttribute("http://javax.xml.XMLConstants/property/accessExternalDTD", "");\n    StringWriter',
};
const BACK: Change = {
  cwe: "CWE-601",
  body: `  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String next = request.getParameter("next");
    response.sendRedirect(next);
  }`,
  line: "sendRedirect",
  from: "sendRedirect(next)",
  to: 'sendRedirect(next.matches("/[\\\\w][\\\\w/.-]*") ? next : "/")',
};
const SPRING: Change = {
  cwe: "CWE-89",
  body: `  @org.springframework.beans.factory.annotation.Autowired
  private org.springframework.jdbc.core.JdbcTemplate jdbc;
  @org.springframework.web.bind.annotation.GetMapping("/find")
  public org.springframework.http.ResponseEntity<Object> find(@org.springframework.web.bind.annotation.RequestParam("name") String name) {
    return org.springframework.http.ResponseEntity.ok(jdbc.queryForList("SELECT id FROM users WHERE name = '" + name + "'"));
  }`,
  line: "queryForList",
  from: `'" + name + "'"`,
  to: '?", name',
};
// No JDK comes with Node: a machine without one has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/javac"))("attacks on Java", () => {
  it.each([
    ["a path", FILE],
    ["a stream of objects", LOADED],
    ["a document", DOCUMENT],
    ["a schema, which gives nothing back", SCHEMA],
    ["a style sheet and its document", STYLE],
    ["a servlet's redirect", BACK],
    ["a controller of Spring without its library", SPRING],
  ])("reaches %s before, and not after the repair", async (_, change) => {
    const answer = await judge(attack, change);

    expect(`${said(answer)} ${answer.detail}`).toMatch(/^pass: ok/);
  });

  it.each([
    ["takes ways up out once", { ...FILE, to: 'dir.resolve(name.replace("../", ""))' }],
    ["looks for two slashes alone", { ...BACK, to: 'sendRedirect(next.startsWith("//") ? "/" : next)' }],
  ])("refuses a repair that %s", async (_, change) => {
    const answer = await judge(attack, change);

    expect(`${said(answer)} ${answer.detail}`).toContain("fail: attack-succeeds");
  });

  it("proves nothing where the class cannot be compiled", async () => {
    const answer = await judge(attack, { ...QUERY, body: `${QUERY.body}\n  org.absent.Thing other;` });

    expect(said(answer)).toBe("inconclusive: driver-failed");
    expect(answer.detail).toContain("org.absent");
  });

  it.each([
    ["the same statement with its values apart", QUERY, "pass: ok"],
    ["another result", { ...FILE, to: 'dir.resolve(name)).trim().concat("!"' }, "fail: behaviour-differs"],
  ])("compares harmless calls: %s", async (_, change, expected) => {
    const answer = await judge(behaviour, change);

    expect(`${said(answer)} ${answer.detail}`).toContain(expected);
  });
});

import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { attackFixture, said } from "./attack-setup.ts";

/** Weakness, words of its line, what is replaced and by what. */
type Change = readonly [name: string, cwe: string, line: string, from: string, to: string];

function python([, cwe, line, from, to]: Change): Promise<CheckAnswer> {
  return attackFixture("attack-python", { path: "vault.py", cwe, line }, from, to);
}

function javascript([, cwe, line, from, to]: Change): Promise<CheckAnswer> {
  return attackFixture("attack-javascript", { path: "vault.cjs", cwe, line }, from, to);
}

const PAGE = 'return f"https://{prefix}.{domain}"';
const PROFILE = 'return f"{api_url}/{user}"';
const LISTED = 'if parsed.hostname not in HOSTS:\n        raise ValueError("not listed")\n    return parsed.geturl()';
const FOLLOW = "return urljoin(app_url, target)";

describe("Python: a repair that ends the attack passes", () => {
  it.each<Change>([
    ["salt of a derivation", "CWE-760", 'b"pepper"', 'b"pepper"', "os.urandom(6)"],
    ["salt of a digest", "CWE-759", 'salt = "pepper"', 'salt = "pepper"', "salt = os.urandom(6).hex()"],
    ["start of a cipher", "CWE-329", "AES.new", 'b"0123456789abcdef"', "os.urandom(16)"],
    ["length of a key", "CWE-326", "RSA.generate", "1024", "3072"],
    [
      "algorithm of the caller",
      "CWE-327",
      "hashlib.new",
      "algorithm not in hashlib.algorithms_available",
      'algorithm not in ("sha256", "sha512")',
    ],
    ["part of a host", "CWE-918", PAGE, PAGE, `if not prefix.isalnum():\n        return f"https://{domain}"\n    ${PAGE}`],
    ["part of a path", "CWE-918", PROFILE, PROFILE, `if not user.isalnum():\n        return None\n    ${PROFILE}`],
    ["whole address", "CWE-918", "parsed.geturl()", "return parsed.geturl()", LISTED],
    [
      "target of a redirect",
      "CWE-601",
      FOLLOW,
      FOLLOW,
      `made = ${FOLLOW.slice(7)}\n    if urlparse(made).netloc not in (urlparse(app_url).netloc, *HOSTS):\n        raise ValueError(target)\n    return made`,
    ],
    [
      "address that is resolved against the application's",
      "CWE-918",
      "made = urljoin(home, goal)",
      "    return made",
      "    if urlparse(made).hostname not in (urlparse(home).hostname, *HOSTS):\n        raise ValueError(goal)\n    return made",
    ],
    [
      "fields of a record",
      "CWE-915",
      "product.update(fields)",
      "product.update(fields)",
      "product.update({key: value for key, value in fields.items() if key in FIELDS})",
    ],
    [
      "header of a record that is no input",
      "CWE-113",
      "header[KINDS[kind]] = content",
      "= content",
      '= content.replace("\\r", "").replace("\\n", "")',
    ],
    [
      "path in a document of lxml",
      "CWE-643",
      "root.xpath",
      "root.xpath(f\"//pupil[user='{user}']\")",
      'root.xpath("//pupil[user=$user]", user=user)',
    ],
    ["entities of lxml", "CWE-611", "resolve_entities", "resolve_entities=True", "resolve_entities=False"],
  ])("%s", async (...change) => {
    expect(await python(change)).toMatchObject({ outcome: "pass", reason: "ok", detail: expect.stringMatching(/red before/) });
  });
});

describe("Python: a repair that leaves a way in fails", () => {
  it.each<Change>([
    ["salt of a derivation", "CWE-760", 'b"pepper"', 'b"pepper"', 'b"salted"'],
    ["length of a key", "CWE-326", "RSA.generate", "1024", "1536"],
    ["algorithm of the caller", "CWE-327", "hashlib.new", "not in hashlib.algorithms_available", 'in ("md5",)'],
    ["part of a host", "CWE-918", PAGE, PAGE, `if "/" in prefix:\n        return f"https://{domain}"\n    ${PAGE}`],
    [
      "whole address",
      "CWE-918",
      "parsed.geturl()",
      "return parsed",
      'if parsed.hostname == "127.0.0.1":\n        raise ValueError(address)\n    return parsed',
    ],
    [
      "fields of a record",
      "CWE-915",
      "product.update(fields)",
      "product.update(fields)",
      'product.update({key: fields[key] for key in fields if key != "is_admin"})',
    ],
  ])("%s", async (...change) => {
    expect(said(await python(change))).toBe("fail: attack-succeeds");
  });
});

describe("JavaScript: a repair that ends the attack passes", () => {
  it.each<Change>([
    ["salt of a derivation", "CWE-760", 'salt = "pepper"', '"pepper"', "crypto.randomBytes(6)"],
    ["start of a cipher", "CWE-329", "createCipheriv", "Buffer.alloc(16));", "crypto.randomBytes(16));"],
    ["length of a key", "CWE-326", "NodeRSA({", "1024", "2048"],
    ["curve of a key", "CWE-326", "namedCurve", "prime192v1", "prime256v1"],
    [
      "part of a host",
      "CWE-918",
      "return `https",
      "return `https",
      "if (!/^[a-z0-9-]+$/i.test(prefix)) return `https://${domain}`;\n  return `https",
    ],
    ["fields of a record", "CWE-915", "Object.assign(product", "fields);", "{ name: fields.name });"],
    [
      "header of a record that is no input",
      "CWE-113",
      "header[KINDS[kind]] = content",
      "= content",
      '= content.replaceAll(/[\\r\\n]/g, "")',
    ],
    ["path in a document of jsdom", "CWE-643", "xpath.select", "`//pupil[user='${username}']`, dom", '"//pupil[@user]", dom'],
  ])("%s", async (...change) => {
    // Whether the package is here or not: its stand-in is what was attacked.
    if (change[1] === "CWE-643") expect((await javascript(change)).detail).toContain(" Stand-ins took the place of jsdom, ");
    expect(await javascript(change)).toMatchObject({
      outcome: "pass",
      reason: "ok",
      detail: expect.stringMatching(/red before/),
    });
  });
});

describe("JavaScript: a repair that leaves a way in fails", () => {
  it.each<Change>([
    ["salt of a derivation", "CWE-760", 'salt = "pepper"', '"pepper"', '"salted"'],
    ["fields of a record", "CWE-915", "Object.assign(product", "fields);", "{ ...fields, is_admin: false });"],
    ["part of a host", "CWE-918", "return `https", "${prefix}", '${prefix.replace("/", "")}'],
  ])("%s", async (...change) => {
    expect(said(await javascript(change))).toBe("fail: attack-succeeds");
  });
});

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { attackTexts, said } from "./attack-setup.ts";

interface Case {
  readonly cwe: string;
  readonly line: string;
  readonly code: readonly string[];
  readonly from: string;
  readonly to: string;
}

async function attacked({ cwe, line, code, from, to }: Case): Promise<CheckAnswer> {
  const root = await mkdtemp(join(tmpdir(), "assay-c-libraries-"));
  const before = `${code.join("\n")}\n`;
  const answer = await attackTexts({ path: "page.c", cwe, line }, { before, after: before.replace(from, () => to) }, root);
  await rm(root, { recursive: true });
  return answer;
}

const PAGE: Case = {
  cwe: "CWE-79",
  line: 'printf("<p>%s',
  code: [
    "#include <stdio.h>",
    "static void escaped(const char *text) {",
    "  for (; *text != 0; text++)",
    "    if (*text == '<') fputs(\"&lt;\", stdout);",
    "    else putchar(*text);",
    "}",
    "void greet(const char *name) {",
    '  printf("<p>%s</p>", name);',
    "}",
    'void unused(void) { escaped(""); }',
  ],
  from: 'printf("<p>%s</p>", name);',
  to: 'fputs("<p>", stdout); escaped(name); fputs("</p>", stdout);',
};
const HEADER: Case = {
  cwe: "CWE-113",
  line: '"Location: %s',
  code: [
    "#include <stdio.h>",
    "#include <string.h>",
    "int redirect(char *out, int size, const char *where) {",
    '  return snprintf(out, size, "Location: %s\\r\\n\\r\\n", where);',
    "}",
  ],
  from: "  return snprintf",
  to: '  if (strpbrk(where, "\\r\\n") != NULL) return -1;\n  return snprintf',
};
const DOCUMENT: Case = {
  cwe: "CWE-611",
  line: "xmlReadMemory",
  code: [
    "#include <libxml/parser.h>",
    "int count(const char *text, int length) {",
    '  xmlDocPtr doc = xmlReadMemory(text, length, "in.xml", NULL, XML_PARSE_NOENT | XML_PARSE_NOERROR);',
    "  if (doc == NULL) return -1;",
    "  int found = xmlDocGetRootElement(doc) != NULL;",
    "  xmlFreeDoc(doc);",
    "  return found;",
    "}",
  ],
  from: "XML_PARSE_NOENT | XML_PARSE_NOERROR",
  to: "XML_PARSE_NONET | XML_PARSE_NOERROR",
};
const FETCH: Case = {
  cwe: "CWE-918",
  line: "curl_easy_perform",
  code: [
    "#include <curl/curl.h>",
    "#include <string.h>",
    "int fetch(const char *url) {",
    "  CURL *curl = curl_easy_init();",
    "  if (curl == NULL) return -1;",
    "  curl_easy_setopt(curl, CURLOPT_URL, url);",
    "  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 200L);",
    "  int code = curl_easy_perform(curl);",
    "  curl_easy_cleanup(curl);",
    "  return code;",
    "}",
  ],
  from: "  CURL *curl",
  to: '  if (strncmp(url, "http://report.example/", 22) != 0) return 3;\n  CURL *curl',
};
const PEER: Case = {
  cwe: "CWE-295",
  line: "SSL_CTX_set_verify",
  code: [
    "#include <openssl/ssl.h>",
    "void prepare(SSL_CTX *context) {",
    "  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);",
    "}",
  ],
  from: "SSL_VERIFY_NONE",
  to: "SSL_VERIFY_PEER",
};
const CURL_PEER: Case = {
  cwe: "CWE-295",
  line: "CURLOPT_SSL_VERIFYPEER",
  code: [
    "#include <curl/curl.h>",
    "int prepare(CURL *curl) {",
    "  return curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);",
    "}",
  ],
  from: "0L",
  to: "1L",
};

const HEADERS = {
  xml: existsSync("/usr/include/libxml2/libxml/parser.h"),
  curl: ["/usr/include/curl/curl.h", "/usr/include/x86_64-linux-gnu/curl/curl.h"].some((path) => existsSync(path)),
  tls: existsSync("/usr/include/openssl/ssl.h"),
};

// Takes a quarter of a minute: two builds a case. No compiler and no library comes with Node.
describe.skipIf(!existsSync("/usr/bin/clang"))("C that speaks to others, with clang", () => {
  it.each<[string, Case, RegExp]>([
    ["a page", PAGE, /active element of the attacker/u],
    ["headers", HEADER, /a line of the attacker among its headers/u],
  ])("a repair that ends the attack passes: %s", async (_, given, words) => {
    const answer = await attacked(given);
    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(words);
  });

  it.each<[string, Case]>([
    ["a page whose name is only made shorter", { ...PAGE, to: 'printf("<p>%.200s</p>", name);' }],
    [
      "headers where only one kind of line end is refused",
      { ...HEADER, to: "  if (strchr(where, 13) != NULL) return -1;\n  return snprintf" },
    ],
  ])("one that does not fails: %s", async (_, given) => {
    expect(said(await attacked(given))).toBe("fail: attack-succeeds");
  });

  it.skipIf(!HEADERS.xml)("entities of documents, with libxml2", async () => {
    const answer = await attacked(DOCUMENT);
    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toContain("a file that the document names was read into it");
    expect(said(await attacked({ ...DOCUMENT, to: "XML_PARSE_NOENT | XML_PARSE_NONET" }))).toBe("fail: attack-succeeds");
  });

  it.skipIf(!HEADERS.curl)("requests and peers, with libcurl", async () => {
    const answer = await attacked(FETCH);
    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toContain("a host inside was asked for: http://127.0.0.1/");
    expect(said(await attacked({ ...FETCH, to: '  if (strncmp(url, "http", 4) != 0) return 3;\n  CURL *curl' }))).toBe(
      "fail: attack-succeeds",
    );
    expect(said(await attacked(CURL_PEER))).toBe("pass: ok");
  });

  it.skipIf(!HEADERS.tls)("peers, with OpenSSL", async () => {
    const answer = await attacked(PEER);
    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toContain("whoever answers is believed (SSL_CTX_set_verify)");
  });
});

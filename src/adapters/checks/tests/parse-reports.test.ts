import { describe, expect, it } from "vitest";
import { parseJest, parseMocha, parseUnittest } from "./parse-json.ts";
import { parseJunit } from "./parse-junit.ts";

const entries = (results: ReadonlyMap<string, string> | undefined): unknown => (results === undefined ? undefined : [...results]);

describe("parseJunit", () => {
  it("reads what pytest writes", () => {
    const text = `<?xml version="1.0"?><testsuites><testsuite name="pytest" tests="3"><testcase classname="tests.test_a" name="test_ok" time="0.1" />
      <testcase classname="tests.test_a" name="test_no[&lt;x&gt;]"><failure message="assert 1 == 2">E &lt;testcase name="fake"/&gt;</failure></testcase>
      <testcase classname="tests.test_a" name="test_skip"><skipped type="pytest.skip"/></testcase></testsuite></testsuites>`;

    expect(entries(parseJunit(text))).toEqual([
      ["tests.test_a > test_ok", "passed"],
      ["tests.test_a > test_no[<x>]", "failed"],
      ["tests.test_a > test_skip", "skipped"],
    ]);
  });

  it("keeps suites apart and numbers equal names", () => {
    const text = `<testsuites><testcase name="a" classname="test"/><testsuite name="s"><testcase name="a" classname="test"/><testcase name="a" classname="test">
      <error/></testcase></testsuite></testsuites>`;

    expect(entries(parseJunit(text))).toEqual([
      ["a", "passed"],
      ["s > a", "passed"],
      ["s > a #2", "failed"],
    ]);
  });

  it("does not take tests out of quoted output", () => {
    expect(
      entries(
        parseJunit(
          '<testsuites><testcase name="a"><system-out><![CDATA[<testcase name="b"/>]]></system-out></testcase></testsuites>',
        ),
      ),
    ).toEqual([["a", "passed"]]);
  });
});

function mocha(fullTitle: string, err = {}): object {
  return { fullTitle, file: "/p/t.js", err };
}

describe("JSON reports", () => {
  it("reads what Jest and Vitest write", () => {
    const report = {
      testResults: [
        {
          name: "/p/a.test.ts",
          status: "failed",
          assertionResults: [
            { fullName: "x", status: "passed" },
            { fullName: "y", status: "failed" },
            { fullName: "z", status: "pending" },
          ],
        },
        { name: "/p/b.test.ts", status: "failed", assertionResults: [] },
      ],
    };

    expect(entries(parseJest(JSON.stringify(report), "/p"))).toEqual([
      ["a.test.ts > x", "passed"],
      ["a.test.ts > y", "failed"],
      ["a.test.ts > z", "skipped"],
      ["b.test.ts", "failed"],
    ]);
  });

  it("reads what Mocha writes, failed hooks too", () => {
    const report = {
      tests: [mocha("a"), mocha("b", { message: "no" }), mocha("c")],
      pending: [mocha("c")],
      failures: [mocha("b", { message: "no" }), mocha("before hook", { message: "no" })],
    };

    expect(entries(parseMocha(JSON.stringify(report), "/p"))).toEqual([
      ["t.js > a", "passed"],
      ["t.js > b", "failed"],
      ["t.js > c", "skipped"],
      ["t.js > before hook", "failed"],
    ]);
  });

  it.each(["", "{", "[]", '{"testResults": 1}', "null"])("gives nothing for %j", (text) => {
    expect(parseJest(text, "/p")).toBeUndefined();
    expect(parseMocha(text, "/p")).toBeUndefined();
    expect(parseJunit(text)).toBeUndefined();
  });

  it("gives nothing for a cut report of unittest", () => {
    expect(parseUnittest('{"states": {"a": "pas')).toBeUndefined();
    expect(entries(parseUnittest('{"states": {"a": "passed"}}'))).toEqual([["a", "passed"]]);
  });
});

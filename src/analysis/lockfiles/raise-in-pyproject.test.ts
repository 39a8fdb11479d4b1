import { expect, test } from "vitest";
import { applyEdits } from "#domain/patch.ts";
import { ownTool } from "./own-tool.ts";
import { raiseInPyproject } from "./raise-in-pyproject.ts";

function raised(text: string): string {
  const edits = raiseInPyproject(text, { name: "left-pad", from: "1.0.2", to: "1.0.5" });
  if (typeof edits === "string") return edits;
  const done = applyEdits(text, edits);
  return done.ok ? done.text : done.reason;
}

test.each([
  [
    "PEP 621",
    '[project]\ndependencies = [\n  "flask>=2",\n  "Left_Pad[extra] == 1.0.2 ; python_version > \'3\'", # left-pad==9.9\n]\n',
  ],
  ["optional dependencies", "[project.optional-dependencies]\ndev = ['left.pad~=1.0.2']\n"],
  ["groups", '[dependency-groups]\ntest = ["left-pad>=1.0.2"]\n'],
  ["Poetry", '[tool.poetry.dependencies]\npython = "^3.9"\nleft-pad = "^1.0.2"\n'],
  ["Poetry, as a table", '[tool.poetry.group.dev.dependencies]\nleft_pad = { extras = ["x"], version = "~1.0.2" }\n'],
])("the version in %s is raised, and nothing else", (_, text) => {
  expect(raised(text)).toBe(text.replace("1.0.2", "1.0.5"));
});

test.each([
  ["of several clauses", '[project]\ndependencies = ["left-pad>=1.0.2,<2"]\n'],
  ["from an address", '[project]\ndependencies = ["left-pad @ git+https://example.org/left-pad"]\n'],
  ["without a version", '[tool.poetry.dependencies]\nleft-pad = "*"\n'],
  ["of another package", '[project]\ndependencies = ["left-pad-two==1.0.2"]\n'],
  ["in settings of a tool", '[tool.other]\nneeds = ["left-pad==1.0.2"]\n'],
  ["in a comment", '[project]\n# dependencies = ["left-pad==1.0.2"]\n'],
])("a requirement %s is left to a person", (_, text) => {
  expect(raised(text)).toContain("in no way that is known here");
});

test("the command of a lock file's own tool holds plain words only", () => {
  const wanted = { name: "left", to: "1.0.5" };

  expect(ownTool("web/pnpm-lock.yaml", wanted)).toBe("pnpm update left@1.0.5");
  expect(ownTool("yarn.lock", wanted)).toBe("yarn upgrade left@1.0.5 (yarn 1) or yarn up left@1.0.5");
  expect(ownTool("package-lock.json", { name: "@of/left", to: "1.0.5" })).toBe("npm install @of/left@1.0.5");
  expect(ownTool("uv.lock", wanted)).toBe("uv lock --upgrade-package left==1.0.5");
  expect(ownTool("go.mod", { name: "example.org/left/v2", to: "2.0.1" })).toBe("go get example.org/left/v2@v2.0.1");
  expect(ownTool("pom.xml", wanted)).toBeUndefined();
  expect(ownTool("yarn.lock", { name: "left; rm -r ~", to: "1.0.5" })).toBeUndefined();
  expect(ownTool("yarn.lock", { name: "--registry=https://example.org", to: "1" })).toBeUndefined();
});

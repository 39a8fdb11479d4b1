import assert from "node:assert/strict";
import type { Workspace } from "#ports/workspace.ts";

/** Makes a workspace that holds exactly the given texts, by repository-relative path. */
export type MakeWorkspace = (
  files: Readonly<Record<string, string>>,
) => Promise<{ workspace: Workspace; readonly close: () => Promise<void> }>;

export interface WorkspaceCase {
  readonly name: string;
  /** Rejects when the contract is broken. */
  readonly run: (make: MakeWorkspace) => Promise<void>;
}

const signal = new AbortController().signal;
const FILES = {
  "a.py": "import os\n",
  "lib/b.js": "const x = 1;\r\n",
  "lib/deep/c.ts": "export {};\n",
  "README.md": "# text\n",
  "-dash.py": "pass\n",
  "line\nfeed.py": "pass\n",
};

function using(
  name: string,
  files: Readonly<Record<string, string>>,
  check: (workspace: Workspace) => Promise<void>,
): WorkspaceCase {
  return {
    name,
    async run(make) {
      const { workspace, close } = await make(files);
      try {
        await check(workspace);
      } finally {
        await close();
      }
    },
  };
}

/** What every workspace keeps, whatever it reads from. */
export const WORKSPACE_CASES: readonly WorkspaceCase[] = [
  using("lists the sources of supported languages, sorted, and nothing else", FILES, async (workspace) => {
    const listing = await workspace.list({ paths: [] }, signal);

    assert.deepEqual(
      listing.files.map(({ path, language, bytes }) => [path, language, bytes]),
      [
        ["-dash.py", "python", 5],
        ["a.py", "python", 10],
        ["lib/b.js", "javascript", 14],
        ["lib/deep/c.ts", "typescript", 11],
        ["line\nfeed.py", "python", 5],
      ],
    );
    assert.deepEqual(listing.skipped, []);
  }),
  using("narrows to the selected files and folders", FILES, async (workspace) => {
    const listing = await workspace.list({ paths: ["lib", "a.py"] }, signal);

    assert.deepEqual(
      listing.files.map((file) => file.path),
      ["a.py", "lib/b.js", "lib/deep/c.ts"],
    );
  }),
  using("reads bytes as they are", FILES, async (workspace) => {
    assert.equal(Buffer.from(await workspace.read("lib/b.js")).toString("utf8"), "const x = 1;\r\n");
    assert.equal(Buffer.from(await workspace.read("line\nfeed.py")).toString("utf8"), "pass\n");
  }),
  using("knows files of any kind, and no folders", FILES, async (workspace) => {
    assert.equal(await workspace.has("README.md"), true);
    assert.equal(await workspace.has("lib"), false);
    assert.equal(await workspace.has("nowhere.py"), false);
    assert.equal(await workspace.has("../a.py"), false);
  }),
  using("refuses to read what is missing, a folder, or outside", FILES, async (workspace) => {
    for (const path of ["nowhere.py", "lib", "../a.py", "/etc/passwd", "", "lib//b.js"])
      await assert.rejects(workspace.read(path), path);
  }),
  using("names a selected path that does not exist", FILES, async (workspace) => {
    await assert.rejects(workspace.list({ paths: ["a.py", "nowhere"] }, signal), { code: "path-missing" });
  }),
  using(
    "skips binary, too large and minified files with a reason",
    {
      "binary.py": "x = '\0'\n",
      "bundle.js": `var a=1;${"f();".repeat(2000)}\n`,
      "large.py": "x = 1\n".repeat(400_000),
      "ok.py": "pass\n",
    },
    async (workspace) => {
      const listing = await workspace.list({ paths: [] }, signal);

      assert.deepEqual(
        listing.files.map((file) => file.path),
        ["ok.py"],
      );
      assert.deepEqual(
        listing.skipped.map(({ path, code }) => [path, code]),
        [
          ["binary.py", "binary"],
          ["bundle.js", "minified"],
          ["large.py", "too-large"],
        ],
      );
    },
  ),
  using("says of a named file that its language is not supported", FILES, async (workspace) => {
    const listing = await workspace.list({ paths: ["README.md"] }, signal);

    assert.deepEqual(
      listing.skipped.map(({ path, code }) => [path, code]),
      [["README.md", "unsupported-language"]],
    );
  }),
  using(
    "goes by the first line of a file without an ending",
    { tool: "#!/usr/bin/env python3\npass\n", LICENSE: "text\n" },
    async (workspace) => {
      const listing = await workspace.list({ paths: [] }, signal);

      assert.deepEqual(
        listing.files.map(({ path, language }) => [path, language]),
        [["tool", "python"]],
      );
    },
  ),
  using("stops when asked to", FILES, async (workspace) => {
    await assert.rejects(workspace.list({ paths: [] }, AbortSignal.abort(new Error("stop"))), { message: "stop" });
  }),
];

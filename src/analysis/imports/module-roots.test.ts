import { expect, test } from "vitest";
import { folderOfImport, moduleRoots } from "./module-roots.ts";

const manifests: Readonly<Record<string, string>> = {
  "go.mod": "// The shop.\nmodule example.com/shop // as published\n\ngo 1.24\n",
  "tools/lint/go.mod": `module "example.com/shop/tools/lint"\n`,
  "docs/go.mod": "go 1.24\n",
};
const paths = ["main.go", "store/sql/rows.go", "tools/lint/cmd/main.go", "docs/a.go", "web/app.ts"];

test("modules are where their manifests lie, each asked for once", async () => {
  const asked: string[] = [];
  const roots = await moduleRoots(paths, async (path) => {
    asked.push(path);
    return manifests[path];
  });

  expect(roots).toEqual([
    { folder: "", name: "example.com/shop" },
    { folder: "tools/lint", name: "example.com/shop/tools/lint" },
  ]);
  expect(asked.length).toBe(new Set(asked).size);
  expect(asked).not.toContain("web/go.mod");
});

test("an import names a folder of the nearest module", async () => {
  const roots = await moduleRoots(paths, async (path) => manifests[path]);
  const named = [
    "example.com/shop",
    "example.com/shop/store/sql",
    "example.com/shop/tools/lint/cmd",
    "example.com/shops",
    "net/http",
  ];

  expect(named.map((specifier) => folderOfImport(specifier, roots))).toEqual([
    "",
    "store/sql",
    "tools/lint/cmd",
    undefined,
    undefined,
  ]);
});

import { expect, test } from "vitest";
import { dependentsOf, importsOf } from "./dependents.ts";
import { importSpecifiers } from "./specifiers.ts";

const file = (path: string, language: string, text: string) => ({ path, language, specifiers: importSpecifiers(language, text) });

test("follows relative ES imports and require through intermediate files", () => {
  const files = [
    file("src/db.js", "javascript", ""),
    file("src/users.js", "javascript", `const db = require('./db')`),
    file("src/app.ts", "typescript", `import { list } from "./users.js";\nimport fs from "node:fs";`),
    file("src/other.js", "javascript", `import x from "db"`),
  ];

  expect(dependentsOf(["src/db.js"], files)).toEqual(["src/app.ts", "src/users.js"]);
});

test("follows absolute, relative and from imports of Python", () => {
  const files = [
    file("shop/db.py", "python", ""),
    file("shop/a.py", "python", "from . import db"),
    file("shop/b.py", "python", "from .db import connect"),
    file("main.py", "python", "import os, shop.db as d"),
    file("tests/test_x.py", "python", "from shop import (a,\n  b)"),
    file("lonely.py", "python", "import database"),
  ];

  expect(dependentsOf(["shop/db.py"], files)).toEqual(["main.py", "shop/a.py", "shop/b.py", "tests/test_x.py"]);
});

test("ends on import cycles", () => {
  const files = [file("a.js", "javascript", `import "./b.js"`), file("b.js", "javascript", `import "./a.js"`)];

  expect(dependentsOf(["a.js"], files)).toEqual(["b.js"]);
});

test("tells what files import themselves", () => {
  const app = [
    file("src/app.ts", "typescript", `import { list } from "./users.js";`),
    file("main.py", "python", "import shop.db"),
  ];

  expect(importsOf(app, ["src/db.js", "src/users.js", "shop/db.py", "db.py"])).toEqual(["src/users.js", "shop/db.py"]);
});

test("finds an imported file by each of its names, and no other that ends alike", () => {
  const python = (specifiers: readonly string[]) => [{ path: "app/main.py", language: "python", specifiers }];
  const paths = ["app/util.py", "lib/app/util.py", "lib/util/__init__.py", "app/util.test.py", "app/utility.py", "main.py"];
  expect(importsOf(python(["app.util"]), paths)).toEqual(["app/util.py", "lib/app/util.py"]);
  expect(importsOf(python(["util"]), paths)).toEqual(["app/util.py", "lib/app/util.py", "lib/util/__init__.py"]);
  expect(importsOf(python([".util"]), paths)).toEqual(["app/util.py"]);
  const script = [{ path: "web/main.ts", language: "typescript", specifiers: ["./a.b", "./part", "./data.json", "../lib/x.js"] }];
  const files = ["web/a.b.ts", "web/b.ts", "web/part/index.ts", "web/data.json", "lib/x.ts", "web/x.ts", "index.ts"];
  expect(importsOf(script, files)).toEqual(["web/a.b.ts", "web/part/index.ts", "web/data.json", "lib/x.ts"]);
});

test("files of a Go package know each other, and importers know the whole of it", () => {
  const files = [
    file("go/store/orders.go", "go", "package store"),
    file("go/store/users.go", "go", `package store\nimport "errors"`),
    file("go/store/sql/rows.go", "go", "package sql"),
    file("go/web/handlers.go", "go", `package web\nimport (\n\t"fmt"\n\t"example.com/shop/store"\n)`),
    file("go/web/routes.go", "go", "package web"),
    file("store/other.ts", "typescript", ""),
  ];

  expect(dependentsOf(["go/store/orders.go"], files)).toEqual(["go/store/users.go", "go/web/handlers.go", "go/web/routes.go"]);
  expect(dependentsOf(["store/other.ts"], files)).toEqual([]);
  expect(
    importsOf(
      files.filter(({ path }) => path === "go/web/handlers.go"),
      files.map(({ path }) => path),
    ),
  ).toEqual(["go/store/orders.go", "go/store/users.go", "go/web/handlers.go", "go/web/routes.go"]);
});

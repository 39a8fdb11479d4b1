import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { declaredPackages } from "./declared-packages.ts";

const workspace = createMemoryWorkspace({
  root: "/project",
  files: {
    "package.json": '{"dependencies": {"pg": "8"}}',
    "service/package.json": '{"name": "service", "dependencies": {"mysql2": "3"}}',
    "service/go.mod": "module example.org/service\n\nrequire (\n\tgithub.com/lib/pq v1.10.9\n)\n",
    "tools/requirements.txt": "Psycopg2_Binary==2.9\n",
    "broken/package.json": "{",
  },
});

test.each([
  ["what the folders above declare, and none beside them", "service/src/a.js", ["github.com/lib/pq", "mysql2", "pg", "service"]],
  ["names as registries write them", "tools/a.py", ["pg", "psycopg2-binary"]],
  ["nothing of a manifest that cannot be read", "broken/a.js", ["pg"]],
])("gives %s", async (_, path, expected) => {
  expect([...(await declaredPackages(workspace, path))].toSorted()).toEqual(expected);
});

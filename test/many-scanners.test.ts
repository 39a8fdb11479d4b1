import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { open } from "#app/open.ts";

const folder = mkdtempSync(join(realpathSync(tmpdir()), "assay-many-"));
cpSync("examples/many-scanners", folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

const folders = (process.env["PATH"] ?? "").split(delimiter).filter((path) => path.startsWith("/"));
const isHere = (name: string): boolean => folders.some((path) => existsSync(join(path, name)));
const TOOLS = [
  ["cppcheck", "cppcheck"],
  ["flawfinder", "flawfinder"],
  ["gcc", "gcc-analyzer"],
] as const;
const here = TOOLS.filter(([name]) => isHere(name)).map(([, id]) => id);

it(`joins what ${["assay", "eslint", "ruff", ...here].join(", ")} and three reports say`, async () => {
  const assay = await open({
    cwd: folder,
    engines: ["default", ...here],
    stateFolder: join(folder, ".state"),
    cache: false,
    unsafeNoSandbox: false,
  });
  const imports = ["semgrep.sarif", "gitleaks.sarif", "gl-sast-report.json"].map((name) => join("reports", name));
  const { report, defects } = await assay.check(
    { target: { paths: [] }, imports },
    () => undefined,
    AbortSignal.timeout(120_000),
  );
  await assay.close();

  const engineOf = new Map(report.findings.map(({ id, engine }) => [id as string, engine]));
  const agreeing = (path: string, cwe: RegExp): Set<string | undefined> =>
    new Set(
      defects
        .filter((defect) => defect.location.path === path && cwe.test(defect.cwe ?? ""))
        .map(({ witnesses }) => witnesses.map((id) => engineOf.get(id)))
        .toSorted((a, b) => b.length - a.length)[0],
    );
  expect([...agreeing("app/report.py", /^CWE-(?:78|77)$/u)]).toEqual(expect.arrayContaining(["assay", "ruff", "semgrep-oss"]));
  expect([...agreeing("web/page.js", /^CWE-79$/u)]).toEqual(expect.arrayContaining(["assay", "eslint", "semgrep-oss"]));
  expect([...agreeing("app/report.py", /^CWE-(?:798|259)$/u)]).toContain("gitleaks");
  const freed = agreeing("native/queue.c", /^CWE-41[56]$/u);
  expect(freed).toContain("team-analyser");
  if (here.includes("gcc-analyzer")) expect(freed).toContain("gcc-analyzer");
  for (const id of here) expect(report.engines.find((run) => run.id === id)?.status).toBe("complete");
  expect(report.complete).toBe(true);
}, 60_000);

import { join } from "node:path";
import { expect, it } from "vitest";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { AssayError } from "#domain/errors.ts";
import { registeredScanners } from "#testing/registered-scanners.ts";
import { Config } from "./config.ts";
import { BY_NAME, SCANNERS } from "./registry.generated.ts";
import { type Engines, openEngines } from "./scanners.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** `looked` gets every program that is looked for; none is there. */
function opened(engines?: readonly string[], looked: string[] = []): Engines {
  return openEngines({
    config: Config.parse(engines === undefined ? {} : { engines }),
    sandbox: () => Promise.reject(new Error("nothing is here to be run")),
    stager: createDirectoryStager(),
    findExecutable: async (name) => {
      looked.push(name);
      return undefined;
    },
    putRaw: () => Promise.reject(new Error("nothing was run")),
    teamRules: [],
  });
}

const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

it("takes part without being named: what is here of those that need no naming", async () => {
  const looked: string[] = [];
  const inForce = ids(await opened(undefined, looked).inForce());
  expect(inForce).toContain("assay");
  expect(inForce.filter((id) => BY_NAME.has(id))).toEqual([]);
  expect(looked.length).toBeGreaterThan(0);
  expect(looked).not.toContain("cppcheck");
});

it("a tool that is named takes part although it is missing, and nothing else is looked for", async () => {
  const looked: string[] = [];
  expect(ids(await opened(["cppcheck", "assay"], looked).inForce())).toEqual(["assay", "cppcheck"]);
  expect(new Set(looked)).toEqual(new Set(["cppcheck"]));
});

it("what is known holds every engine; who takes part, and who may be asked for a second opinion, is as in the list of those in force", async () => {
  for (const engines of [undefined, ["assay"], ["default", "flawfinder"]]) {
    const list = opened(engines);
    const known = await list.known();
    expect(ids(known)).toEqual(Object.keys(SCANNERS));
    expect(known.flatMap(({ scanner }) => scanner ?? [])).toEqual(await list.inForce());
    expect(known.filter(({ scanner, spare }) => scanner !== undefined && spare !== undefined)).toEqual([]);
    const state = known.find(({ id }) => id === "mypy");
    expect(state).toMatchObject({ state: "missing", detail: "not asked for", byName: true });
  }
  const spares = (await opened(["eslint"]).known()).flatMap(({ spare }) => spare ?? []);
  expect(ids(spares)).toContain("assay");
});

it("asks every tool where all are wanted", async () => {
  const looked: string[] = [];
  const asked = await opened(["assay"], looked).asked();
  expect(ids(asked)).toEqual(Object.keys(SCANNERS));
  expect(looked).toEqual(expect.arrayContaining(["bandit", "cppcheck", "mypy"]));
  expect(asked.find(({ id }) => id === "mypy")).toMatchObject({ state: "missing", detail: "not installed" });
});

it("refuses an engine that nobody knows", () => {
  expect(() => opened(["assay", "nothing-such"])).toThrow(AssayError);
});

it("the list of those that take part by name agrees with the scanners", async () => {
  const scanners = await registeredScanners(ROOT);
  expect(scanners.length).toBeGreaterThan(30);
  const named = scanners.flatMap(({ file, scanner }) => (scanner.byName === true ? [file] : []));
  expect([...BY_NAME].toSorted()).toEqual(named.toSorted());
  // What one file is called by is what the registry, and a user, calls it.
  expect(ids(scanners.map(({ scanner }) => scanner)).toSorted()).toEqual(Object.keys(SCANNERS).toSorted());
});

import { release } from "node:os";
import { by } from "#lib/compare.ts";
import type { DoctorLine, DoctorOptions } from "./doctor-api.ts";
import { DEFAULT_ENGINES } from "./config.ts";
import type { Project } from "./project.ts";
import { toolVersion } from "./version.ts";

/** Looks at what this machine offers and what each absence costs. Changes nothing but creating the signing key on first use. */
export async function doctorRun(project: Project, options: DoctorOptions, signal: AbortSignal): Promise<DoctorLine[]> {
  return [
    {
      area: "runtime",
      name: "assay",
      state: "ok",
      version: toolVersion(),
      detail: `${toolVersion()} on Node ${process.versions.node}, ${process.platform} ${release()}`,
    },
    ...(await engineLines(project)),
    ...(await toolchainLines(project)),
    ...(await sandboxLines(project)),
    ...(await testLines(project)),
    ...(await toolLines(project)),
    ...(await modelLines(project, options, signal)),
    { area: "store", name: "journal", state: "ok", detail: project.stateFolder },
    { area: "key", name: "signing key", state: "ok", detail: `Ed25519 ${(await project.signer()).keyid.slice(0, 16)}` },
  ];
}

async function engineLines(project: Project): Promise<DoctorLine[]> {
  const lines = (await project.everyEngine()).map(({ id, languages, install, byName, state, detail }): DoctorLine => {
    const spoken = languages.join(", ");
    const common = { area: "engine", name: id, languages, byName } as const;
    const when = byName ? `; runs when named: --engine ${DEFAULT_ENGINES},${id}` : "";
    if (state === "ready") return { ...common, state: "ok", version: detail, detail: `${detail} (${spoken})${when}` };
    const cost = id === "dependencies" ? "packages are not held against advisories" : `no second opinion on ${spoken}`;
    return { ...common, state, detail: `${detail}: ${cost}`, cost, remedy: install };
  });
  const order = ["ok", "degraded", "refused", "missing"];
  return lines.toSorted(by((line) => order.indexOf(line.state)));
}

/** Compilers and checkers that judge repairs, none of them needed by every project. */
async function toolchainLines(project: Project): Promise<DoctorLine[]> {
  const { TOOLCHAINS } = await import("#adapters/checks/kit/toolchains.ts");
  const { probeToolchain } = await import("#adapters/checks/kit/probe-toolchain.ts");
  const { sandbox } = await project.sandbox();
  const needs = { sandbox, findExecutable: project.findExecutable };
  return Promise.all(
    TOOLCHAINS.map(async (toolchain): Promise<DoctorLine> => {
      const { title, languages, rungs, cost, install } = toolchain;
      const common = { area: "toolchain", name: title, languages, rungs } as const;
      const about = `${languages.join(", ")}, ${rungs.join(" ")}`;
      const found = await probeToolchain(toolchain, needs);
      if (found.state === "here") {
        const version = found.version === "" ? "installed" : found.version;
        return { ...common, state: "ok", version: found.version, detail: `${version} (${about})` };
      }
      if (found.state === "unknown")
        return { ...common, state: "degraded", detail: `${found.why} (${about})`, cost, remedy: install };
      return { ...common, state: "missing", detail: `not installed (${about}): ${cost}`, cost, remedy: install };
    }),
  );
}

async function sandboxLines(project: Project): Promise<DoctorLine[]> {
  const { sandbox, probes } = await project.sandbox();
  const lines = probes.map(
    ({ id, usable, detail }): DoctorLine => ({ area: "sandbox", name: id, state: usable ? "ok" : "degraded", detail }),
  );
  if (sandbox !== undefined) return lines;
  const remedy =
    "Install bubblewrap (Debian: apt-get install bubblewrap) or allow user namespaces; without it tests and compilers do not run and repairs wait for a human.";
  return [
    ...lines,
    {
      area: "sandbox",
      name: "none usable",
      state: "refused",
      detail: "checks that execute code answer inconclusive",
      cost: "nothing is compiled, tested or attacked",
      remedy,
    },
  ];
}

async function testLines(project: Project): Promise<DoctorLine[]> {
  const python = await project.findExecutable("python3");
  const git = await project.findExecutable("git");
  return [
    { area: "tests", name: "node", state: "ok", detail: process.execPath },
    python === undefined
      ? {
          area: "tests",
          name: "python3",
          state: "missing",
          detail: "Python repairs are not compiled or tested",
          cost: "Python repairs are not compiled or tested",
          remedy: "Install Python 3.",
        }
      : { area: "tests", name: "python3", state: "ok", detail: python },
    git === undefined
      ? {
          area: "tests",
          name: "git",
          state: "missing",
          detail: "--base and --staged do not work",
          cost: "--base, --staged and the gate do not work",
          remedy: "Install git.",
        }
      : { area: "tests", name: "git", state: "ok", detail: git },
  ];
}

/** What helps to compare the behaviour of old and repaired code, none of it needed. */
async function toolLines(project: Project): Promise<DoctorLine[]> {
  const { everyTool } = await import("#adapters/checks/explore/tools.ts");
  const { solverHere } = await import("#adapters/checks/behaviour/solver.ts");
  const tools = await everyTool({ root: project.root }, project.findExecutable);
  const lines = tools.map(({ tool: { title, cost, install }, found }): DoctorLine => {
    const name = title;
    if (found === undefined)
      return { area: "tests", name, state: "missing", detail: `optional; without it ${cost}`, cost, remedy: install };
    const { version } = found;
    return { area: "tests", name, state: "ok", version, detail: version === "" ? "installed" : version };
  });
  const solver = await solverHere(project.findExecutable);
  const z3: DoctorLine =
    solver === undefined
      ? {
          area: "tests",
          name: "z3",
          state: "missing",
          detail: "optional; without it no solver looks for input that comes through a repair's guard",
          cost: "no solver looks for input that comes through a repair's guard",
          remedy: "Install z3 (Debian: apt-get install z3), or npm install z3-solver beside assay.",
        }
      : { area: "tests", name: "z3", state: "ok", detail: solver };
  return [...lines, z3];
}

async function modelLines(project: Project, { probeModel: wanted }: DoctorOptions, signal: AbortSignal): Promise<DoctorLine[]> {
  const model = await project.model();
  if (model === undefined)
    return [{ area: "model", name: "model", state: "ok", detail: "none configured; recipes repair without one" }];
  const line: DoctorLine = { area: "model", name: "model", state: "ok", detail: model.id };
  if (!wanted) return [line];
  const { probeModel } = await import("#stages/repair/probe.ts");
  const capabilities = await probeModel(model, signal);
  return [
    line,
    ...capabilities.map(
      ({ id, able, detail }): DoctorLine => ({ area: "model", name: id, state: able ? "ok" : "degraded", detail }),
    ),
  ];
}

import { posix } from "node:path";
import { findNodePackage, findPythonPackage, type FoundPackage } from "#adapters/checks/kit/find-package.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { JAVASCRIPT_FAST_CHECK } from "./javascript-fast-check.ts";
import { JAVASCRIPT_JAZZER } from "./javascript-jazzer.ts";
import { PYTHON_ATHERIS } from "./python-atheris.ts";
import { PYTHON_CROSSHAIR } from "./python-crosshair.ts";
import { PYTHON_HYPOTHESIS } from "./python-hypothesis.ts";

/** A tool that looks for calls which two states of a function answer differently. */
export interface Tool {
  readonly id: "hypothesis" | "atheris" | "crosshair" | "fast-check" | "jazzer.js";
  /** As its makers write it. */
  readonly title: string;
  readonly language: "python" | "javascript";
  /** What is imported or required. */
  readonly package: string;
  readonly program: string;
  /** What is not looked for without it, after "without it". */
  readonly cost: string;
  /** How to get it. */
  readonly install: string;
  /** Calls at most, and seconds. */
  readonly examples: number;
  readonly seconds: number;
}

const TOOLS: readonly Tool[] = [
  {
    id: "hypothesis",
    title: "Hypothesis",
    language: "python",
    package: "hypothesis",
    cost: "no further calls are made up from the types of Python functions",
    install: "pip install hypothesis (in the project's .venv, or for python3)",
    program: PYTHON_HYPOTHESIS,
    examples: 80,
    seconds: 15,
  },
  {
    id: "atheris",
    title: "Atheris",
    language: "python",
    package: "atheris",
    cost: "calls of Python functions are not chosen by the code they reach",
    install: "pip install atheris (in the project's .venv, or for python3)",
    program: PYTHON_ATHERIS,
    examples: 4000,
    seconds: 8,
  },
  {
    id: "crosshair",
    title: "CrossHair",
    language: "python",
    package: "crosshair",
    cost: "paths of Python functions are not followed with symbolic arguments",
    install: "pip install crosshair-tool (in the project's .venv, or for python3)",
    program: PYTHON_CROSSHAIR,
    examples: 0,
    seconds: 8,
  },
  {
    id: "fast-check",
    title: "fast-check",
    language: "javascript",
    package: "fast-check",
    cost: "no further calls are made up from the types of JavaScript functions",
    install: "npm install --save-dev fast-check",
    program: JAVASCRIPT_FAST_CHECK,
    examples: 80,
    seconds: 15,
  },
  {
    id: "jazzer.js",
    title: "Jazzer.js",
    language: "javascript",
    package: "@jazzer.js/core",
    cost: "calls of JavaScript functions are not chosen by the code they reach",
    install: "npm install --save-dev @jazzer.js/core (version 4 needs glibc 2.38 on Linux)",
    program: JAVASCRIPT_JAZZER,
    examples: 4000,
    seconds: 8,
  },
];

export interface PresentTool extends Tool, FoundPackage {}

/** The tools that are installed where the file's code can import them. */
export async function presentTools(
  { before, findExecutable }: CheckContext,
  path: string,
  language: Tool["language"],
): Promise<PresentTool[]> {
  const present: PresentTool[] = [];
  for (const tool of TOOLS) {
    const found = tool.language === language ? await findTool(tool, before, path, findExecutable) : undefined;
    if (found !== undefined) present.push({ ...tool, ...found });
  }
  return present;
}

/** Every tool, with what was found of it for code at the root of a project. */
export async function everyTool(
  project: Pick<Workspace, "root">,
  findExecutable: CheckContext["findExecutable"],
): Promise<{ readonly tool: Tool; readonly found: FoundPackage | undefined }[]> {
  return Promise.all(TOOLS.map(async (tool) => ({ tool, found: await findTool(tool, project, "", findExecutable) })));
}

function findTool(
  tool: Tool,
  project: Pick<Workspace, "root">,
  path: string,
  findExecutable: CheckContext["findExecutable"],
): Promise<FoundPackage | undefined> {
  if (tool.language === "python") return findPythonPackage(project.root, findExecutable, tool.package);
  const folder = posix.dirname(path);
  return findNodePackage(project, folder === "." ? "" : folder, tool.package);
}

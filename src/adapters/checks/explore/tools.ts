import { posix } from "node:path";
import { findNodePackage, findPythonPackage, type FoundPackage } from "#adapters/checks/kit/find-package.ts";
import type { CheckContext } from "#ports/check.ts";
import { JAVASCRIPT_FAST_CHECK } from "./javascript-fast-check.ts";
import { PYTHON_HYPOTHESIS } from "./python-hypothesis.ts";

/** A tool that looks for calls which two states of a function answer differently. */
export interface Tool {
  readonly id: "hypothesis" | "fast-check";
  /** As its makers write it. */
  readonly title: string;
  readonly language: "python" | "javascript";
  /** What is imported or required. */
  readonly package: string;
  readonly program: string;
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
    program: PYTHON_HYPOTHESIS,
    examples: 80,
    seconds: 15,
  },
  {
    id: "fast-check",
    title: "fast-check",
    language: "javascript",
    package: "fast-check",
    program: JAVASCRIPT_FAST_CHECK,
    examples: 80,
    seconds: 15,
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
    if (tool.language !== language) continue;
    const found =
      language === "python"
        ? await findPythonPackage(before.root, findExecutable, tool.package)
        : await findNodePackage(before, posix.dirname(path) === "." ? "" : posix.dirname(path), tool.package);
    if (found !== undefined) present.push({ ...tool, ...found });
  }
  return present;
}

import { type Callable, fieldText } from "#adapters/checks/compiled/entry.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { nodeAt, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts } from "#lib/text.ts";
import { goCallable, goCallables, goPackage } from "./entry.ts";
import { isFuzzable } from "./fuzz-values.ts";

/** A function that Go's own fuzzing can call. */
export interface FuzzTarget {
  readonly path: string;
  readonly packaged: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly types: readonly string[];
  /** Whether it gives anything back. */
  readonly answers: boolean;
}

/** The function around a place of the unchanged file, the same in both states; else why it cannot be fuzzed. */
export function fuzzTargetAt({ path, trees }: TouchedFile, location: Location): FuzzTarget | string {
  if (trees === undefined) return "There is no grammar for the file.";
  const { before, after } = trees;
  const offsets = lineStarts(before.text);
  const { startLine, startColumn, endLine, endColumn } = location;
  const [from, to] = [(offsets[startLine - 1] ?? 0) + startColumn - 1, (offsets[endLine - 1] ?? 0) + endColumn - 1];
  const callable = goCallable(before, nodeAt(before, from, to));
  if (callable === undefined) return "The weak place is in no function that can be called.";
  const target = fuzzTarget(before, path, callable);
  return typeof target === "string" ? target : (unlikeIn(after, path, target) ?? target);
}

/** The way to fuzz a function, or why there is none. */
export function fuzzTarget(tree: SyntaxTree, path: string, callable: Callable): FuzzTarget | string {
  const { name, owner, parameters, node } = callable;
  if (owner !== "") return `${name} is a method, and its receiver is no value that Go's fuzzing makes up.`;
  const other = parameters.find(({ type }) => !isFuzzable(type));
  if (other !== undefined) return `${name} takes ${other.type}, which is no value that Go's fuzzing makes up.`;
  if (parameters.length === 0) return `${name} takes nothing, so there is nothing to make up.`;
  return {
    path,
    packaged: goPackage(tree.text),
    name,
    names: parameters.map((each) => each.name),
    types: parameters.map(({ type }) => type),
    answers: fieldText(tree, node, "result") !== "",
  };
}

/** Why a tree has no such function. */
export function unlikeIn(tree: SyntaxTree, path: string, { name, types, answers }: FuzzTarget): string | undefined {
  const same = goCallables(tree).find((each) => each.name === name && each.owner === "");
  const fresh = same === undefined ? undefined : fuzzTarget(tree, path, same);
  const alike = typeof fresh === "object" && fresh.types.join() === types.join() && fresh.answers === answers;
  return alike ? undefined : `The patched code has no ${name} that takes and gives the same.`;
}

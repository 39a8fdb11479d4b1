import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, enclosing, kindOf, namedChildren, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { failureValue } from "./failure-value.ts";
import { useMember } from "./imports.ts";
import { importedNames } from "./names.ts";

export interface Refusal {
  /** Statements that end the function, one a line, without indentation. */
  readonly lines: readonly string[];
  readonly edits: readonly TextEdit[];
  /** What the refused see, for a trade-off's sentence. */
  readonly answer: string;
}

/** How the code around a node turns a bad request down: as its web framework documents it, as the function reports failures by a value, else by ValueError. `message` is a Python literal, `status` that of the answer. */
export function refusalAt(tree: SyntaxTree, node: NodeId, message: string, status: 400 | 403 | 404 = 404): Refusal {
  const definition = enclosing(tree, node, ["function_definition"]);
  const answered = { edits: [], answer: `are answered with status ${status}` };
  if (definition !== NONE) {
    const imported = (target: string): string | undefined =>
      importedNames(tree).find((name) => name.target === target && name.topLevel)?.local;
    const abort = imported("flask.abort") ?? (imported("flask") === undefined ? undefined : `${imported("flask")}.abort`);
    if (abort !== undefined) return { ...answered, lines: [`${abort}(${status})`] };
    if (isRoute(tree, definition)) {
      const use = importedNames(tree).some((name) => name.target === "flask.Flask" || name.target === "flask.Blueprint")
        ? useMember(tree, "flask", "abort")
        : undefined;
      if (use !== undefined) return { ...answered, edits: use.edits, lines: [`${use.name}(${status})`] };
      const exception = imported("fastapi.HTTPException");
      if (exception !== undefined) return { ...answered, lines: [`raise ${exception}(status_code=${status})`] };
    }
    const http404 = imported("django.http.Http404");
    if (http404 !== undefined && status === 404) return { ...answered, lines: [`raise ${http404}`] };
    if (isRequestMethod(tree, definition)) return { ...answered, lines: [`self.send_error(${status})`, "return"] };
  }
  const value = definition === NONE ? undefined : failureValue(tree, definition);
  if (value !== undefined) return { lines: [`return ${value}`], edits: [], answer: `are answered with \`${value}\`` };
  return { lines: [`raise ValueError(${message})`], edits: [], answer: "raise ValueError" };
}

function isRoute(tree: SyntaxTree, definition: NodeId): boolean {
  const decorated = parentOf(tree, definition);
  return (
    kindOf(tree, decorated) === "decorated_definition" &&
    namedChildren(tree, decorated).some(
      (child) => kindOf(tree, child) === "decorator" && /\.(route|get|post|put|patch|delete)\s*\(/.test(textOf(tree, child)),
    )
  );
}

/** `do_GET` and its like in a class on http.server's handler. */
function isRequestMethod(tree: SyntaxTree, definition: NodeId): boolean {
  if (!/^do_[A-Z]+$/.test(textOf(tree, childByField(tree, definition, "name")))) return false;
  const owner = enclosing(tree, definition, ["class_definition"]);
  const bases = owner === NONE ? NONE : childByField(tree, owner, "superclasses");
  return bases !== NONE && /HTTPRequestHandler\b/.test(textOf(tree, bases));
}

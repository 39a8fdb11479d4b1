import { kindOf, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { addedFunction } from "#recipes/c-syntax/added-function.ts";
import { builtText } from "#recipes/c-syntax/built-text.ts";
import { argumentsOf, calleeName, callsNear, nameAt, plainOf } from "#recipes/c-syntax/calls.ts";
import { resultIsTested } from "#recipes/c-syntax/results.ts";

const READ = {
  name: "open_inside",
  headers: ["stdio.h", "stdlib.h", "string.h"],
  text: `/* Opens a file only when it lies inside the folder once links and ".." are resolved; a null pointer otherwise. */
static FILE *open_inside(const char *folder, const char *path, const char *mode) {
	char *base = realpath(folder, NULL);
	char *real = realpath(path, NULL);
	size_t length = base == NULL ? 0 : strlen(base);
	FILE *file = NULL;
	if (length > 0 && real != NULL && strncmp(real, base, length) == 0 && (base[length - 1] == '/' || real[length] == '/')) {
		file = fopen(real, mode);
	}
	free(base);
	free(real);
	return file;
}`,
};

const STEPS = {
  name: "climbs",
  headers: ["string.h"],
  text: `/* True for names that lead out of the folder that they are put behind. */
static int climbs(const char *name) {
	return strstr(name, "..") != NULL;
}`,
};

const ABSENT: Readonly<Record<string, string>> = {
  fopen: "NULL",
  opendir: "NULL",
  open: "-1",
  unlink: "-1",
  remove: "-1",
  rmdir: "-1",
  mkdir: "-1",
  creat: "-1",
};

export default defineRecipe({
  id: "c/cwe-22-opened-inside",
  title: "Open files of one folder only",
  languages: ["c", "cpp"],
  cwes: ["CWE-22"],
  review: "merge-after-review",
  description:
    "Where a path is put together by `snprintf` from a folder and a name: a file that is read with `fopen` is opened through a function that resolves both and refuses what lies outside; any other use of the path is made only when the name has no `..`. What is refused looks like a file that cannot be opened. Declines where the whole path is chosen, where nobody asks whether the call worked, and where the path is not built by one call.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, Object.keys(ABSENT));
    const [path, mode] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || path === undefined) return decline("no file is opened or removed at the place", "other-place");
    if (kindOf(tree, parentOf(tree, call)) === "conditional_expression")
      return decline("a test decides whether the file is used", "already-safe");
    const built = builtText(tree, path);
    if (typeof built === "string") return decline(built, "not-in-view");
    const folder = folderOf(tree, built.pieces);
    if (folder === undefined) return decline("which folder the file must lie in is not said", "intent-unknown");
    if (!resultIsTested(tree, call)) return decline("nobody asks whether the call worked, so it cannot be refused");
    const opened = calleeName(tree, call) === "fopen" && mode !== undefined && /^"rb?e?"$/u.test(textOf(tree, mode));
    const added = addedFunction(tree, call, opened ? READ : STEPS);
    const names = folder.names.map((name) => nameAt(tree, plainOf(tree, name)));
    if (!opened && names.includes("")) return decline("a part of the path has no name of its own");
    const refused = ABSENT[calleeName(tree, call)] as string;
    const tests = names.map((name) => `climbs(${name})`).join(" || ");
    return offer(tree, [
      added && {
        variant: opened ? "resolved" : "no-parents",
        title: opened ? "Open only what lies inside the folder" : "Refuse names that lead out of the folder",
        rationale: opened
          ? "The path is resolved with its links before it is compared with the folder, so neither `..` nor a link leads out of it."
          : "Without `..` in it a name behind a folder cannot lead out of it.",
        tradeOffs: {
          behaviour: opened
            ? "Files outside the folder, links to such files among them, are answered like files that cannot be opened."
            : "Names with `..` are answered like files that cannot be opened.",
        },
        edits: [
          ...added,
          opened
            ? replaceNode(tree, call, `open_inside(${folder.text}, ${textOf(tree, path)}, ${textOf(tree, mode)})`)
            : replaceNode(tree, call, `(${tests} ? ${refused} : ${textOf(tree, call)})`),
        ],
      },
    ]);
  },
});

/** The folder that the path begins with, and what is put behind it. */
function folderOf(
  tree: SyntaxTree,
  pieces: readonly ({ readonly kind: "text"; readonly value: string } | { readonly kind: "filled"; readonly argument: NodeId })[],
): { readonly text: string; readonly names: readonly NodeId[] } | undefined {
  const [first, second] = pieces;
  const filled = (from: number): NodeId[] =>
    pieces.slice(from).flatMap((piece) => (piece.kind === "filled" ? [piece.argument] : []));
  if (first?.kind === "filled" && second?.kind === "text" && second.value.startsWith("/") && filled(2).length > 0)
    return { text: textOf(tree, first.argument), names: filled(2) };
  const fixed = first?.kind === "text" ? /^([\w./-]*)\/[^/]*$/u.exec(first.value) : null;
  if (fixed === null || filled(1).length === 0) return undefined;
  return { text: `"${fixed[1] === "" ? "/" : fixed[1]}"`, names: filled(1) };
}

import { enclosing, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { addedFunction } from "#recipes/c-syntax/added-function.ts";
import { type BuiltText, builtText, readFormat } from "#recipes/c-syntax/built-text.ts";
import { argumentsOf, calleeName, callsNear, nameAt, plainOf } from "#recipes/c-syntax/calls.ts";
import { refusedPart } from "#recipes/c-syntax/part-checks.ts";

const HOST = {
  name: "is_host_part",
  headers: ["string.h"],
  text: `/* True for a text that can stand in front of a domain: letters, digits, dots and hyphens, none of the two at an end. */
static int is_host_part(const char *text) {
	size_t length = strlen(text);
	size_t plain = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
	return length > 0 && plain == length && strchr(".-", text[0]) == NULL && strchr(".-", text[length - 1]) == NULL;
}`,
};

const SEGMENT = {
  name: "is_path_part",
  headers: ["string.h"],
  text: `/* True for a text that stays one segment of a path: neither empty nor "." nor "..", without a character that has a meaning in addresses. */
static int is_path_part(const char *text) {
	size_t length = strlen(text);
	size_t plain = strcspn(text, "/\\\\?#%&;: \\t\\r\\n");
	return length > 0 && plain == length && strcmp(text, ".") != 0 && strcmp(text, "..") != 0;
}`,
};

export default defineRecipe({
  id: "c/cwe-918-checked-part",
  title: "Check the parts of an address",
  languages: ["c", "cpp"],
  cwes: ["CWE-918"],
  review: "merge-after-review",
  description:
    "Lets a text become the part of a host name in front of a domain, or a segment of a path, only when it can neither end the host name nor leave its place in the path: in the test that already turns an empty one away, else in a test of its own that refuses as the function does. Declines where the address is not put together by one call of `snprintf`, and where the whole host is chosen.",
  propose({ tree, range }) {
    const calls = callsNear(tree, range, ["snprintf", "sprintf", "curl_easy_setopt"]);
    const built = calls.map((call) => textAt(tree, call)).find((one) => typeof one === "object");
    if (built === undefined) return decline("no address is put together at the place", "other-place");
    const part = partOf(built);
    if (part === undefined) return decline("which hosts may be asked is not said", "intent-unknown");
    const name = nameAt(tree, plainOf(tree, part.argument));
    if (name === "") return decline("the part has no name of its own");
    const check = part.host ? HOST : SEGMENT;
    const body = textOf(tree, enclosing(tree, built.call, ["function_definition"]));
    if (body.includes(`${check.name}(${name})`)) return decline("the part is checked already", "already-safe");
    const added = addedFunction(tree, built.call, check);
    const refused = refusedPart(tree, built.call, name, { right: `${check.name}(${name})`, wrong: `!${check.name}(${name})` });
    if (refused === undefined) return decline("no test can be put before the address is made");
    return offer(tree, [
      added && {
        variant: "checked",
        title: "Refuse what such a part cannot hold",
        rationale: "Without such characters the part can neither end the host name nor leave its place in the path.",
        tradeOffs: {
          behaviour: `A part ${part.host ? "with other characters than letters, digits, hyphens and dots" : "with `/`, `?`, `#`, `%` and the like, and `..`,"} ${refused.answer}.`,
        },
        edits: [...added, ...refused.edits],
      },
    ]);
  },
});

function textAt(tree: SyntaxTree, call: NodeId): BuiltText | string {
  const text = argumentsOf(tree, call)[2];
  return calleeName(tree, call) === "curl_easy_setopt" && text !== undefined ? builtText(tree, text) : readFormat(tree, call);
}

/** The first text that stands before a domain, or that follows the slash behind an address. */
function partOf({ pieces }: BuiltText): { readonly argument: NodeId; readonly host: boolean } | undefined {
  let before = "";
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "text") {
      before += piece.value;
      continue;
    }
    const next = pieces[index + 1];
    if (/^https?:\/\/$/u.test(before) && next?.kind === "text" && next.value.startsWith("."))
      return { argument: piece.argument, host: true };
    if (/^(?:\0|https?:\/\/[^/\0]+)\/(?:[^?#\0]*\/)?$/u.test(before)) return { argument: piece.argument, host: false };
    before += "\0";
  }
  return undefined;
}

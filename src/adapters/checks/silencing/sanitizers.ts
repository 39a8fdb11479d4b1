import { descendants, kindOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import type { Detector } from "./silencing.ts";
import { argumentsOf, CALLS, calleeText, stringValue } from "./values.ts";

/** What takes back what the inner call did. */
const INVERSE: readonly (readonly [outer: RegExp, inner: RegExp])[] = [
  [/(?:^|\.)(?:urlsafe_)?b(?:16|32|64|85)decode$/, /(?:^|\.)(?:urlsafe_)?b(?:16|32|64|85)encode$/],
  [/(?:^|\.)atob$/, /(?:^|\.)btoa$/],
  [/(?:^|\.)(?:unquote(?:_plus)?|decodeURIComponent|decodeURI)$/, /(?:^|\.)(?:quote(?:_plus)?|encodeURIComponent|encodeURI)$/],
  [/(?:^|\.)unhexlify$|(?:^|\.)fromhex$/, /(?:^|\.)hexlify$|\.hex$/],
  [/(?:^|\.)unescape$/, /(?:^|\.)escape$/],
  [/\.decode$/, /\.encode$/],
];

/** Bad characters or words are taken out of a text: what is not on the list stays, and what is taken out may join to it again. */
export const addsIncompleteSanitizer: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  for (const [list, what] of [
    [blacklists, "takes listed characters out of a text"],
    [roundTrips, "undoes what it did"],
  ] as const) {
    const [old, fresh] = [list(trees.before), list(trees.after)];
    const first = surplus(multiset(fresh), multiset(old))[0];
    if (first !== undefined && fresh.length > old.length)
      return {
        reason: "incomplete-sanitizer",
        detail: `${path}: \`${first.slice(0, 80)}\` ${what}, which makes nothing safe`,
        asks: true,
      };
  }
  return undefined;
};

function blacklists(tree: SyntaxTree): string[] {
  return descendants(tree, 0, CALLS).flatMap((call) => {
    const [name, args] = [calleeText(tree, call), argumentsOf(tree, call)];
    const substitutes = /^re\.subn?$/.test(name);
    if (!substitutes && !/\.(?:replace|replaceAll)$/.test(name)) return [];
    const [pattern, replacement] = args;
    if (pattern === undefined || replacement === undefined || stringValue(tree, replacement) !== "") return [];
    const words = kindOf(tree, pattern) === "regex" ? textOf(tree, pattern) : stringValue(tree, pattern);
    if (words === undefined || isAllowList(words) || isLineEnds(words)) return [];
    return [textOf(tree, call).replace(/\s+/g, " ")];
  });
}

/** Takes out everything but what is named. */
function isAllowList(pattern: string): boolean {
  return /^\/?\(?\[\^[^\]]*\]/.test(pattern) || /^\/?\\[WD][+*]?(?:\/\w*)?$/.test(pattern);
}

/** Line ends and other control characters: a list of them is complete. */
function isLineEnds(pattern: string): boolean {
  const inner = pattern.replace(/^\/|\/\w*$/g, "").replace(/[[\]()|+*?]/g, "");
  return inner !== "" && /^(?:\\[rnt0sfv]|\\x[01][\da-f]|\\x7f|\\u00[01][\da-f]|\\u007f|-|\s)+$/i.test(inner);
}

function roundTrips(tree: SyntaxTree): string[] {
  return descendants(tree, 0, CALLS).flatMap((call) => {
    const outer = calleeText(tree, call);
    const pair = INVERSE.find(([one]) => one.test(outer.replace(/\(.*\)/s, "()")));
    if (pair === undefined) return [];
    const inner = descendants(tree, call, CALLS).some((other) => other !== call && pair[1].test(calleeText(tree, other)));
    const mutual = pair[0].source !== "\\.decode$" || descendants(tree, call, CALLS).length === 2;
    return inner && mutual ? [textOf(tree, call).replace(/\s+/g, " ")] : [];
  });
}

import { descendants, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import type { Detector, Trees } from "./silencing.ts";

/** Words in comments by which tools are told to look away. */
const MARKERS: Readonly<Record<string, RegExp>> = {
  nosec: /\bnosec\b/i,
  nosemgrep: /\bno-?semgrep\b/i,
  noqa: /\bnoqa\b/i,
  "assay-ignore": /\bassay[-: ]+(?:ignore|disable|allow|suppress)/i,
  "eslint-disable": /\b(?:es|ox|ts|js|style)lint[-:]\s*(?:disable|ignore|off)/i,
  "biome-ignore": /\bbiome-ignore/i,
  nosonar: /\bNOSONAR\b/i,
  "type: ignore": /\btype:\s*ignore\b/,
  "ts-ignore": /@ts-(?:ignore|nocheck|expect-error)\b/,
  "pylint: disable": /\bpylint:\s*(?:disable|skip-file)/,
  "pyright: ignore": /\bpyright:\s*(?:ignore|basic|report\w+\s*=\s*false)/,
  "mypy: ignore": /\bmypy:\s*(?:ignore|disable)/,
  "flake8: ignore": /\bflake8[:=]/,
  "gitleaks:allow": /\b(?:gitleaks:allow|pragma:\s*allowlist)/i,
  lgtm: /\blgtm\b/i,
  codeql: /\bcodeql\[/i,
  "no cover": /\b(?:pragma:\s*no\s*cover|(?:istanbul|c8|v8)\s+ignore)/i,
  "ignore directive": /\b(?:deepcode|snyk|checkov|kics-scan|trivy|devskim|bearer|horusec)\s*[:=-]?\s*(?:ignore|skip|disable)/i,
  skipcq: /\bskipcq\b/i,
  noinspection: /\bnoinspection\b/,
  "inline lint rules": /^\/\*\s*(?:eslint|jshint|jslint|tslint|oxlint)\s+[@\w/-]+\s*:/,
  "pyre-ignore": /\bpyre-(?:ignore|fixme|unsafe)\b/,
  "tool directive":
    /^(?:#|\/\/|\/\*+)\s*(?!(?:todo|note|fixme|hint|warning|see|example|default|option|mode)\b)[a-z][\w-]*(?::\s?|-)(?:ignore|disable|suppress|skip|allow|off)(?:-(?:next-)?line|-file|-block)?(?:$|[\s:=[(,])/i,
};

/** What silences from code: warnings switched off, checks of a framework left out, types not checked. */
const SWITCHES: readonly (readonly [name: string, kinds: readonly string[], pattern: RegExp])[] = [
  ["warnings filter", ["call"], /^(?:warnings\.)?(?:filterwarnings|simplefilter)\(\s*["']ignore/],
  ["disable_warnings", ["call"], /^(?:\w+\.)*disable_warnings\(/],
  ["logging.disable", ["call"], /^logging\.(?:disable|captureWarnings\(False)/],
  ["no_type_check", ["decorator"], /^@\s*(?:typing\.)?no_type_check\b/],
  ["silenced system checks", ["assignment"], /^SILENCED_SYSTEM_CHECKS\b/],
  [
    "warnings of the runtime",
    ["assignment", "assignment_expression", "call"],
    /\b(?:PYTHONWARNINGS|NODE_NO_WARNINGS|NODE_OPTIONS)\b|^process\.(?:removeAllListeners\(["']warning|noDeprecation)/,
  ],
];

/** More suppression markers of any kind than before, or one that moved to another line. */
export const addsSuppression: Detector = ({ path, before, after, trees }) => {
  const [old, fresh] = [
    trees === undefined ? [...markersIn([before])] : markersOf(trees.before),
    trees === undefined ? [...markersIn([after])] : markersOf(trees.after),
  ];
  const marker = surplus(multiset(fresh), multiset(old))[0] ?? (trees === undefined ? undefined : movedMarker(trees));
  return marker === undefined
    ? undefined
    : { reason: "adds-suppression", detail: `${path}: adds \`${marker}\`, which hides findings instead of mending them` };
};

function markersOf(tree: SyntaxTree): string[] {
  const switches = SWITCHES.flatMap(([name, kinds, pattern]) =>
    descendants(tree, 0, kinds)
      .filter((node) => pattern.test(textOf(tree, node)))
      .map(() => name),
  );
  return [...markersIn(commentsOf(tree)), ...switches];
}

/** A marker on code that had none, while code that had one goes without it now. */
function movedMarker({ before, after }: Trees): string | undefined {
  const [old, fresh] = [markedLines(before), markedLines(after)];
  const bare = new Set(after.text.split("\n").map((line) => line.trim()));
  const left = old.find(({ code }) => bare.has(code) && code !== "" && !fresh.some((one) => one.code === code));
  if (left === undefined) return undefined;
  return fresh.find(({ code, marker }) => marker === left.marker && !old.some((one) => one.code === code))?.marker;
}

/** Lines with a marker behind their code: the code without the comment. */
function markedLines(tree: SyntaxTree): { readonly code: string; readonly marker: string }[] {
  return descendants(tree, 0, tree.pack.comments).flatMap((node) => {
    const start = tree.starts[node] as number;
    const code = tree.text.slice(tree.text.lastIndexOf("\n", start) + 1, start).trim();
    return [...markersIn([textOf(tree, node)])].map((marker) => ({ code, marker }));
  });
}

function commentsOf(tree: SyntaxTree): string[] {
  return descendants(tree, 0, tree.pack.comments).map((node) => textOf(tree, node));
}

function* markersIn(texts: readonly string[]): Iterable<string> {
  for (const text of texts) {
    for (const [marker, pattern] of Object.entries(MARKERS)) {
      const times = text.match(new RegExp(pattern, `${pattern.flags}g`))?.length ?? 0;
      for (let time = 0; time < times; time++) yield marker;
    }
  }
}

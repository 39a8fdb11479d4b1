import { descendants, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import type { Detector } from "./silencing.ts";

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
};

/** More suppression markers of any kind than before. */
export const addsSuppression: Detector = ({ path, before, after, trees }) => {
  const old = multiset(trees === undefined ? markersIn([before]) : markersIn(commentsOf(trees.before)));
  const fresh = multiset(trees === undefined ? markersIn([after]) : markersIn(commentsOf(trees.after)));
  const [marker] = surplus(fresh, old);
  return marker === undefined
    ? undefined
    : { reason: "adds-suppression", detail: `${path}: adds \`${marker}\`, which hides findings instead of mending them` };
};

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

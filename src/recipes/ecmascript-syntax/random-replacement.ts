import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import type { RandomValue } from "./random-value.ts";

/** A way to draw a random value from the cryptographic generator. */
export interface Replacement {
  readonly variant: string;
  readonly title: string;
  /** Export of node:crypto it calls; absent for the browser's global. */
  readonly exported?: string;
  /** Source, given the name to call. */
  text(name: string): string;
  /** The text is one operand, not a sum or product. */
  readonly closed: boolean;
  readonly behaviour?: string;
}

const HEX = "The value is 32 hexadecimal digits long, whatever its length was before.";

/** Replacements in code for Node, the best first. */
export function forNode(tree: SyntaxTree, value: RandomValue): Replacement[] {
  const quote = quoteStyle(tree);
  if (value.kind === "fraction") {
    return [
      {
        variant: "fraction",
        title: "Take the fraction from crypto.randomBytes",
        exported: "randomBytes",
        text: (name) => `${name}(6).readUIntBE(0, 6) / 2 ** 48`,
        closed: false,
      },
    ];
  }
  if (value.kind === "integer") {
    const { low, span } = value;
    const sum =
      low === undefined
        ? span
        : `${low}, ${/^[\d_]+$/.test(low + span) ? Number(low.replaceAll("_", "")) + Number(span.replaceAll("_", "")) : `${low} + ${span}`}`;
    return [
      {
        variant: "random-int",
        title: "Draw the integer with crypto.randomInt",
        exported: "randomInt",
        text: (name) => `${name}(${sum})`,
        closed: true,
        behaviour: "crypto.randomInt throws where the range is empty.",
      },
    ];
  }
  const hex = (bytes: number): string => `(${bytes}).toString(${quote}hex${quote})`;
  const found: Replacement[] = [
    {
      variant: "random-bytes",
      title: "Draw 128 bits with crypto.randomBytes",
      exported: "randomBytes",
      text: (name) => name + hex(16),
      closed: true,
      behaviour: HEX,
    },
    {
      variant: "random-uuid",
      title: "Use crypto.randomUUID",
      exported: "randomUUID",
      text: (name) => `${name}()`,
      closed: true,
      behaviour: "The value is a UUID of 36 characters with 122 random bits.",
    },
  ];
  const { length } = value;
  if (length !== undefined && length !== 32) {
    const cut = length % 2 === 0 ? "" : `.slice(0, ${length})`;
    const behaviour = `The value keeps its ${length} characters, of which each carries 4 random bits.`;
    found.push({
      variant: "same-length",
      title: "Draw as many characters as before",
      exported: "randomBytes",
      text: (name) => name + hex(Math.ceil(length / 2)) + cut,
      closed: true,
      behaviour,
    });
  }
  return found;
}

/** Replacements in code for web pages, where the global `crypto` serves. */
export function forBrowser(value: RandomValue): Replacement[] {
  const word = "crypto.getRandomValues(new Uint32Array(1))[0]";
  if (value.kind === "text") {
    return [
      {
        variant: "random-uuid",
        title: "Use crypto.randomUUID",
        text: () => "crypto.randomUUID()",
        closed: true,
        behaviour: "The value is a UUID of 36 characters; needs a secure context (HTTPS or localhost).",
      },
    ];
  }
  if (value.kind === "fraction")
    return [
      {
        variant: "fraction",
        title: "Take the fraction from crypto.getRandomValues",
        text: () => `${word} / 2 ** 32`,
        closed: false,
      },
    ];
  const scaled = `Math.floor((${word} / 2 ** 32) * ${/^[\w.]+$/.test(value.span) ? value.span : `(${value.span})`})`;
  return [
    {
      variant: "random-values",
      title: "Draw the integer with crypto.getRandomValues",
      text: () => (value.low === undefined ? scaled : `${value.low} + ${scaled}`),
      closed: value.low === undefined,
    },
  ];
}

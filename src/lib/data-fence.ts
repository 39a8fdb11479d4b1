import { digest } from "./digest.ts";
import { capText, showInvisible } from "./text.ts";

/** Puts a text between two equal lines, cut to `most` UTF-16 units and with everything invisible shown. */
export type DataFence = (text: string, most: number) => string;

/** A fence for texts of strangers in a prompt. Its line is made from them, so that it does not occur in them; equal texts get an equal one. */
export function dataFence(texts: readonly string[]): DataFence {
  const line = `DATA ${digest(texts.join("\n")).slice("sha256:".length, "sha256:".length + 16)}`;
  return (text, most) => `${line}\n${capText(showInvisible(text), most)}\n${line}`;
}

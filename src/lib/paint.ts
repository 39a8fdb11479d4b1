import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colours a text, or gives it back as it is where colour is off. The text must hold no hostile escapes: see {@link showInvisible}. */
export type Paint = (style: Style, text: string) => string;

export function createPaint(enabled: boolean): Paint {
  return enabled
    ? (style, text) => (text === "" ? "" : styleText(style, text, { validateStream: false }))
    : (_style, text) => text;
}

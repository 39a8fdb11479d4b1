import type { GuardModel } from "#analysis/models/schema.ts";
import { fixedStart } from "./taint.ts";
import type { Value } from "./types.ts";

/** Whether what a value is compared with makes the comparison a check. */
export function shapeHolds(shape: NonNullable<GuardModel["shape"]>, value: Value): boolean {
  const { fields, type, elements } = value;
  // One of several: each must be one.
  if (type === "List" && fields !== undefined && fields.size > 0 && elements === undefined)
    return [...fields.values()].every((item) => shapeHolds(shape, item));
  const source = value.regex?.source ?? (typeof value.constant === "string" ? value.constant : undefined);
  switch (shape) {
    case "local":
      return source?.startsWith("^") === true && (ownPage(source.slice(1)) || fixedHost(source.slice(1)));
    case "local-start":
      return source !== undefined && (ownPage(source.replace(/^\^/u, "")) || fixedHost(source.replace(/^\^/u, "")));
    case "anchored":
      return harmless(source);
    case "whole": {
      return source !== undefined && limited(source.replace(/^\^|\$$/gu, ""));
    }
    case "excluded":
      return source !== undefined && !leadsElsewhere(source) && /^\[\^(?:\\[\w./-]|[\w\s.,:=/@+-])*\]\+?$/u.test(source);
    case "domain":
      return source !== undefined && /^\.[\w-]+\./u.test(source);
    case "folder":
      return endsWithSeparator(value);
    case "prefix":
      return !endsWithSeparator(value);
    case "address":
      break;
  }
  return /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#@\\]+[/?#]|^\/[^/\\]/iu.test(fixedStart(value));
}

/** An expression that matches the whole text and only harmless characters: no wildcard, no negated class. */
function harmless(source: string | undefined): boolean {
  if (source === undefined) return false;
  const plain = source.replace(/^\(\?[a-z]+\)/u, "");
  if (!/^(?:\^|\\A)/u.test(plain) || !/(?:[^\\]\$|\\[zZ])$/u.test(plain)) return false;
  return limited(plain);
}

/** Only listed characters can match, and neither separators, quotes nor markup are among them. */
function limited(source: string): boolean {
  if (leadsElsewhere(source)) return false;
  const withoutEscapes = source.replaceAll(/\\[dwbAzZ.\-_/]/gu, "w");
  if (/\\[DWSs]|\[\^|\\[^\w]|\\x|\\u|\\p/u.test(withoutEscapes)) return false;
  const withoutClasses = withoutEscapes.replaceAll(/\[[^\]]*\]/gu, "w");
  if (/\./u.test(withoutClasses)) return false;
  return !/['"<>;&|`$]/u.test(withoutEscapes.replace(/\$$/u, "").replaceAll("(?:", "(").replaceAll("|", ""));
}

/** Dots and slashes together lead to other folders and hosts. */
function leadsElsewhere(source: string): boolean {
  return /\\\/|\[[^\]]*\//u.test(source) && /\\\.|\[[^\]]*\./u.test(source);
}

function endsWithSeparator(value: Value): boolean {
  if (typeof value.constant === "string") return /[/\\]$/u.test(value.constant);
  const last = value.parts?.at(-1);
  return (
    last !== undefined &&
    (last.text === undefined ? /(?:^|\.)sep$/u.test(value.path) : /[/\\]$/u.test(last.text)) &&
    last.taints.length === 0
  );
}

/** Begins with one slash and no second one. */
function ownPage(source: string): boolean {
  return /^\\?\/(?:\(\?!\[?(?:\\?[/\\])+|\[\^[^\]]*\/|\[(?!\^)[^\]/]*\]|[\w])/u.test(source);
}

/** Begins with an address up to the end of its host, each dot of which is meant as a dot; the scheme may be left out. */
function fixedHost(source: string): boolean {
  return /^(?:\(?(?:\?:)?https?\??:(?:\\?\/){2}\)?\??)?(?:[\w-]|\\[.-]|\((?:\?:)?(?:[\w|-]|\\[.-])+\)\??)+\\\.(?:[\w-]|\\[.-])+(?:\\?\/|\$|\(\??:?(?:\\?\/|\$))/u.test(
    source,
  );
}

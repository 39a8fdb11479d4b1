import type { Cwe } from "#domain/cwe.ts";
import type { Severity } from "#domain/severity.ts";

/** Rule, weakness, severity, confidence. Rules that speak about right code as loudly as about wrong are left out. */
export const ECMASCRIPT_RULES: Readonly<Record<string, readonly [Cwe, Severity, number]>> = {
  "no-eval": ["CWE-95", "high", 0.6],
  "no-implied-eval": ["CWE-95", "high", 0.6],
  "no-new-func": ["CWE-95", "high", 0.6],
  "no-script-url": ["CWE-79", "low", 0.25],
  "no-unsanitized/method": ["CWE-79", "high", 0.6],
  "no-unsanitized/property": ["CWE-79", "high", 0.6],
  "security/detect-bidi-characters": ["CWE-838", "high", 0.8],
  "security/detect-buffer-noassert": ["CWE-125", "medium", 0.5],
  "security/detect-child-process": ["CWE-78", "high", 0.6],
  "security/detect-disable-mustache-escape": ["CWE-79", "medium", 0.6],
  "security/detect-eval-with-expression": ["CWE-95", "high", 0.7],
  "security/detect-invisible-characters": ["CWE-838", "low", 0.4],
  "security/detect-new-buffer": ["CWE-908", "low", 0.4],
  "security/detect-no-csrf-before-method-override": ["CWE-352", "medium", 0.5],
  "security/detect-pseudoRandomBytes": ["CWE-338", "medium", 0.8],
  "security/detect-unsafe-regex": ["CWE-1333", "low", 0.25],
};

/** Library functions whose result may be put into a page. */
export const ESCAPES = {
  escape: {
    methods: ["DOMPurify.sanitize", "sanitizeHtml", "he.encode", "he.escape", "validator.escape", "_.escape", "lodash.escape"],
  },
};

/** Names that the core rules must know as the platform's own. */
export const GLOBALS: readonly string[] = [
  "window",
  "self",
  "global",
  "globalThis",
  "document",
  "setTimeout",
  "setInterval",
  "execScript",
  "require",
  "module",
  "process",
  "Buffer",
];

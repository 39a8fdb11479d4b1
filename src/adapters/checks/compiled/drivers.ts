import type { Family } from "#adapters/checks/attack/plan.ts";
import { driveGo } from "#adapters/checks/go/drive.ts";
import { driveJava } from "#adapters/checks/java/drive.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { DriverPlan, Order } from "./aims.ts";
import type { Driven } from "./driven.ts";

/** How functions of a language are called. */
interface Driver {
  readonly drive: (
    context: CheckContext,
    sandbox: NonNullable<CheckContext["sandbox"]>,
    workspace: Workspace,
    order: Order,
    plan: DriverPlan,
    signal: AbortSignal,
  ) => Promise<Driven>;
  /** Weaknesses whose effect the driver can see. */
  readonly sees: ReadonlySet<Family>;
  readonly title: string;
}

const COMMON: readonly Family[] = [
  "path-traversal",
  "command-injection",
  "sql-injection",
  "cross-site-scripting",
  "open-redirect",
  "request-forgery",
  "header-injection",
  "log-injection",
  "cookie-flags",
  "fixed-salt",
  "cross-origin",
];

const DRIVERS: Readonly<Record<string, Driver>> = {
  go: { drive: driveGo, sees: new Set([...COMMON, "weak-random"]), title: "Go" },
  java: { drive: driveJava, sees: new Set([...COMMON, "xml-entities", "deserialization", "weak-hash"]), title: "Java" },
};

/** Whether code of the language is built before it is called. */
export function isCompiled(language: string | undefined): boolean {
  return language !== undefined && Object.hasOwn(DRIVERS, language);
}

export function driverOf(language: string | undefined): Driver | undefined {
  return language !== undefined && Object.hasOwn(DRIVERS, language) ? DRIVERS[language] : undefined;
}

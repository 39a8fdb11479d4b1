import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { AdvisorySnapshot } from "./advisories.ts";
import type { ServerProject } from "./analysis-server.ts";
import type { Scanner } from "./scanner.ts";

/** What an in-process engine may need from the app. */
export interface ScannerTools {
  /** Bytes of a grammar by file name. */
  readonly loadGrammar: (file: string) => Promise<Uint8Array>;
  /** Stands for the rules and models that ship with assay. Absent: they are read to know it. */
  readonly knowledge?: () => string;
  /** Files with team rules in Semgrep syntax, already read: path for messages, and text. */
  readonly teamRules: readonly { readonly path: string; readonly text: string }[];
  /** Where results may be kept from run to run: a folder of this user, and what tells this build of assay from others. Absent: nowhere. */
  readonly cache?: { readonly folder: string; readonly build: string } | undefined;
  /** Gets trees of files in which something was found, made while scanning: whoever looks at the findings next needs them too. */
  readonly offerTree?: ((path: string, tree: SyntaxTree) => void) | undefined;
  /** The advisories kept on this machine; undefined where there are none. Opened when first asked for, closed by the app. */
  readonly advisories?: () => Promise<AdvisorySnapshot | undefined>;
  /** The server that analyses this project too. Absent: the user configured none. */
  readonly server?: () => Promise<ServerProject>;
  /** See Config.threatModel. Absent: chosen from the code. */
  readonly threatModel?: "application" | "library";
}

/** A scanner that must be made with the app's tools. */
export type ScannerFactory = (tools: ScannerTools) => Scanner;

import { InvalidArgumentError, Option } from "commander";

/** What npm takes and what is one plain word in YAML, a shell and a Jenkinsfile. */
const SPECIFIER = /^[@\w.][\w@./:+-]*(?:#[\w./:-]+)?$/u;

/** Which package a written pipeline runs. */
export function packageOption(): Option {
  return new Option(
    "--package <package>",
    "what npm installs there: a name with its version, or the address of a tarball; this version of assay by default",
  ).argParser((value: string) => {
    if (SPECIFIER.test(value)) return value;
    throw new InvalidArgumentError(
      "Not a package as npm takes it: a name with its version, or an address, without blanks or quotes.",
    );
  });
}

/** The files of a pipeline with another package in the place of this version of assay. */
export function runBy<F extends { readonly text: string }>(
  files: readonly F[],
  version: string,
  named: string | undefined,
): readonly F[] {
  return named === undefined
    ? files
    : files.map((file) => ({ ...file, text: file.text.replaceAll(`assay@${version}`, () => named) }));
}

/** Whoever owns a name in a registry runs code in every build that asks for it. */
export function servedNote(version: string): string {
  return `Note: these files take assay@${version} from npm. See that your registry serves it as you built it, or name a tarball or a package of your own with --package.`;
}

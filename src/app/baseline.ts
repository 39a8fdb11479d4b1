import { z } from "zod";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { Baseline } from "./gate-facts.ts";

const MAX_BYTES = 64 << 20;

/** A JSON report of `assay check`: only the ids of its defects are read. */
const Report = z.object({ schemaVersion: z.literal(1), defects: z.array(z.object({ id: z.string().min(1) })) });

/** The baseline of the state that a change starts from. One that cannot be read lists nothing, and is told. */
export async function readBaseline(base: Workspace | undefined, path: string | undefined): Promise<Baseline> {
  if (path === undefined) return { ids: new Set(), broken: [] };
  const refuse = (why: string): Baseline => ({ ids: new Set(), broken: [`policy.baseline: ${showInvisible(path)}: ${why}`] });
  if (base === undefined || !(await base.has(path))) return refuse("the base has no such file");
  try {
    const bytes = await base.read(path);
    const text = bytes.length > MAX_BYTES ? undefined : decodeStrict(bytes);
    if (text === undefined) return refuse(`larger than ${MAX_BYTES} bytes, or not UTF-8`);
    const report = Report.safeParse(JSON.parse(text));
    if (!report.success) return refuse("no JSON report of assay check");
    return { ids: new Set(report.data.defects.map(({ id }) => id)), broken: [] };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AssayError) return refuse(error.message);
    throw error;
  }
}

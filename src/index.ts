export { open } from "#app/open.ts";
export type {
  Assay,
  CheckOutcome,
  CheckRequest,
  Explanation,
  FixOutcome,
  FixRequest,
  Target,
} from "#app/api.ts";
export type { OpenOptions } from "#app/open-options.ts";
export type { DoctorLine } from "#app/doctor-api.ts";
export type { VerifyOutcome } from "#app/evidence-api.ts";
export type { Config } from "#app/config.ts";
export { AssayError, type ErrorCode } from "#domain/errors.ts";
export type { Emit, RunEvent } from "#domain/event.ts";

export { open } from "#app/open.ts";
export type {
  Assay,
  CheckOutcome,
  CheckRequest,
  DoctorLine,
  Explanation,
  FixOutcome,
  FixRequest,
  OpenOptions,
  Target,
  VerifyOutcome,
} from "#app/api.ts";
export type { Config } from "#app/config.ts";
export { AssayError, type ErrorCode } from "#domain/errors.ts";
export type { Emit, RunEvent } from "#domain/event.ts";

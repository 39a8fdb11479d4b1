import { type Aims, aimShots } from "#adapters/checks/attack/shots.ts";
import type { Family, Parameter, Shot } from "#adapters/checks/attack/plan.ts";
import { CANARY_PORT } from "#adapters/checks/attack/payloads-address.ts";

/** What is called, the same for both states. */
export interface Order {
  readonly family: Family;
  readonly path: string;
  readonly name: string;
  readonly owner: string;
  readonly parameters: readonly Parameter[];
  /** Number of declared parameters beside their types: two that are called alike are told apart by it. */
  readonly types: readonly string[];
  /** Names of fields that the code may take from a request. */
  readonly fields: readonly string[];
  /** How the path of a request begins; `(json)` and `(upload)` for requests whose body is such. */
  readonly prefix: string;
  readonly folders: readonly string[];
  readonly programs: readonly string[];
  readonly words: readonly string[];
  /** What documents are parsed as, where only such are taken: a `schema` or a `style-sheet`. */
  readonly documents: "" | "schema" | "style-sheet";
  /** Variables of the package that a driver may fill. */
  readonly variables: readonly string[];
}

/** Everything that a driver is told. */
export interface DriverPlan {
  readonly token: string;
  readonly room: string;
  readonly parameters: readonly Pick<Parameter, "name" | "shape" | "text">[];
  readonly fields: readonly string[];
  readonly prefix: string;
  readonly folders: readonly string[];
  readonly secrets: Aims["secrets"];
  readonly shots: readonly Shot[];
  readonly port: number;
}

/** Calls of an attack. The payloads of the families that are driven here do not depend on the language. */
export function attackAims(order: Order, mark: string): Aims {
  const { family, name, parameters, folders, words } = order;
  return aimShots(
    {
      family,
      language: "javascript",
      entry: { kind: "function", name, made: [], parameters, ambient: false, literals: [] },
      folders,
      words: words.slice(0, 4),
      separators: [],
    },
    mark,
  );
}

export function driverPlan({ parameters, fields, prefix, folders }: Order, token: string, aims: Aims): DriverPlan {
  return {
    token,
    room: aims.room,
    parameters: parameters.map(({ name, shape, text }) => ({ name, shape, text })),
    fields,
    prefix,
    folders,
    secrets: aims.secrets,
    shots: aims.shots,
    port: CANARY_PORT,
  };
}

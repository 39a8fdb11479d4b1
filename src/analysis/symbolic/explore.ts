import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { evaluate, truth } from "./evaluate.ts";
import { type Exploration, type State, UNKNOWN } from "./value.ts";

const MOST_WAYS = 64;

/** Follows all ways through statements; gives the states in which they end without leaving. Loops are walked through once. */
export function explore(exploration: Exploration, statements: readonly Statement[], start: readonly State[]): State[] {
  let states = [...start];
  for (const statement of statements) {
    states = states.flatMap((state) => step(exploration, statement, state)).slice(0, MOST_WAYS);
    if (states.length === 0) break;
  }
  return states;
}

function step(exploration: Exploration, statement: Statement, state: State): State[] {
  const look = (expression: Expression | undefined): void => void (expression && evaluate(exploration, state, expression));
  switch (statement.kind) {
    case "assign": {
      const value = evaluate(exploration, state, statement.value);
      if (statement.target.kind !== "name") return [state];
      const plain = statement.operator === "" || statement.operator === "=";
      return [{ ...state, names: new Map(state.names).set(statement.target.name, plain ? value : UNKNOWN) }];
    }
    case "expression":
      look(statement.expression);
      if (statement.expression.kind === "assignment" && statement.expression.target.kind === "name") {
        const value = evaluate(exploration, state, statement.expression.value);
        return [{ ...state, names: new Map(state.names).set(statement.expression.target.name, value) }];
      }
      return [state];
    case "return":
    case "throw":
      look(statement.value);
      return [];
    case "assert":
      return assume(exploration, state, statement.test, true);
    case "if": {
      const ends: State[] = [];
      let open = [state];
      for (const { test, body } of statement.clauses) {
        ends.push(
          ...explore(
            exploration,
            body,
            open.flatMap((each) => assume(exploration, each, test, true)),
          ),
        );
        open = open.flatMap((each) => assume(exploration, each, test, false));
      }
      return [...ends, ...explore(exploration, statement.otherwise, open)];
    }
    case "block":
      return explore(exploration, statement.body, [state]);
    case "try":
      return explore(exploration, [...statement.body, ...statement.otherwise, ...statement.finally], [state]);
    case "loop":
      look(statement.source);
      explore(exploration, statement.body, [{ ...state, loose: true }]);
      return [{ ...state, loose: true }];
    case "switch":
      for (const each of statement.cases) explore(exploration, each.body, [{ ...state, loose: true }]);
      return [{ ...state, loose: true }];
    case "jump":
      return [];
    case "goto":
    case "label":
      return [{ ...state, loose: true }];
    case "class":
    case "declare":
    case "export":
    case "function":
    case "import":
    case "reexport":
      break;
  }
  return [state];
}

function assume(exploration: Exploration, state: State, test: Expression, holds: boolean): State[] {
  const term = truth(evaluate(exploration, state, test));
  if (term === undefined) return [{ ...state, loose: true }];
  return [{ ...state, conditions: [...state.conditions, holds ? term : `(not ${term})`] }];
}

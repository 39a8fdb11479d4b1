import type { NumberValue } from "./value.ts";

export type Order = "<" | "<=" | ">" | ">=" | "==" | "!=";
/** What holds where an order does not. */
export const OPPOSITE: Readonly<Record<Order, Order>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==" };
/** The order as the right side sees it. */
export const MIRRORED: Readonly<Record<Order, Order>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=" };

/** Whether numbers from these intervals can stand in that order. */
export function possible(order: Order, a: NumberValue, b: NumberValue): boolean {
  switch (order) {
    case "<":
      return a.low < b.high;
    case "<=":
      return a.low <= b.high;
    case ">":
      return a.high > b.low;
    case ">=":
      return a.high >= b.low;
    case "==":
      return a.low <= b.high && b.low <= a.high && !(a.nonzero === true && b.low === 0 && b.high === 0);
    case "!=":
      break;
  }
  return !(a.low === a.high && b.low === b.high && a.low === b.low);
}

/** A number of which it was shown how it stands to another. */
export function limited(number: NumberValue, order: Order, other: NumberValue): NumberValue {
  const step = number.float === true || other.float === true ? 0 : 1;
  switch (order) {
    case "<":
    case "<=": {
      const most = order === "<" ? other.high - step : other.high;
      const term = other.term && { ...other.term, add: other.term.add - (order === "<" ? step : 0) };
      return {
        ...number,
        high: Math.min(number.high, most),
        ...(most < number.high ? { tested: other.low === other.high } : {}),
        ...(term === undefined || number.counts !== 1 ? {} : { upTo: term }),
        reached: ends(number, other, number.high <= most, 1),
      };
    }
    case ">":
    case ">=":
      return {
        ...number,
        low: Math.max(number.low, order === ">" ? other.low + step : other.low),
        reached: ends(number, other, number.low >= other.low, -1),
      };
    case "==":
      return {
        ...number,
        low: Math.max(number.low, other.low),
        high: Math.min(number.high, other.high),
        reached: false,
        ...(other.origin === undefined && other.low === other.high ? { origin: undefined } : {}),
      };
    case "!=":
      break;
  }
  if (other.low !== other.high) return number;
  const { low } = other;
  return {
    ...number,
    ...(low === 0 ? { nonzero: true } : {}),
    low: number.low === low ? low + step : number.low,
    high: number.high === low ? low - step : number.high,
  };
}

/** Whether a number still reaches its ends once it was limited: one that counts stops at the limit, one that was below it stays as it is. */
function ends(number: NumberValue, other: NumberValue, within: boolean, way: 1 | -1): boolean {
  if (number.counts === way) return other.low === other.high && other.vague !== true;
  return within && number.reached;
}

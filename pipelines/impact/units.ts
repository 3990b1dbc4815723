import {formatNumber} from "../lib/format.ts";
import type {Outcome} from "./protocol.ts";

/** How the figures of an outcome are written: as a percentage change, in points, or in the unit of the indicator. */
export interface Scale {
  readonly unite: string;
  /** From the scale of the estimator to the one of the reader. */
  readonly show: (value: number) => number;
  /** With its sign and its unit. */
  readonly write: (value: number) => string;
  /** With its sign, without its unit: the low end of an interval. */
  readonly bare: (value: number) => string;
}

export function scaleOf({echelle}: Pick<Outcome, "echelle">, unite: string): Scale {
  const signed = (value: number, digits: number): string => {
    const size = formatNumber(Math.abs(value), digits);
    return `${size === "0" ? "" : value > 0 ? "+" : "−"}${size}`;
  };
  const digitsOf = (value: number): number => (Math.abs(value) >= 10 ? 1 : 2);
  if (echelle === "log") {
    const show = (value: number): number => Math.expm1(value);
    return {unite: "%", show, bare: (value) => signed(show(value) * 100, 1), write: (value) => `${signed(show(value) * 100, 1)} %`};
  }
  if (unite === "%") return {unite: "points", show: (value) => value, bare: (value) => signed(value * 100, 1), write: (value) => `${signed(value * 100, 1)} ${Math.abs(value * 100) < 2 ? "point" : "points"}`};
  return {unite, show: (value) => value, bare: (value) => signed(value, digitsOf(value)), write: (value) => `${signed(value, digitsOf(value))} ${unite}`};
}

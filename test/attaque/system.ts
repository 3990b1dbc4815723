import {solve} from "yalps";

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface Judgement extends Bounds {
  /** `lp`: exact; `propagation`: the component is too large for the linear program or the solver fails, the range may be narrower. */
  readonly method: "lp" | "propagation";
}

/** A weighted sum of variables, and the range that it is in: one number when it is published as it is, more when it is rounded. */
interface Equation {
  readonly terms: readonly (readonly [variable: number, weight: number])[];
  readonly low: number;
  readonly high: number;
}

const NEAR = 1e-6;
const MOST_PIVOTS = 100_000;

/** What a reader knows: unknown counts that are not negative, and sums of them that are published (or are sums by definition). */
export class System {
  private readonly equations: Equation[] = [];
  private readonly lows: number[] = [];
  private readonly highs: number[] = [];
  private components: Int32Array | null = null;
  private membership: number[][] = [];
  private inside: Equation[][] = [];

  constructor(private readonly largest = 80) {}

  variable(): number {
    this.lows.push(0);
    this.highs.push(Infinity);
    return this.lows.length - 1;
  }

  /** The sum of `plus` less the sum of `minus` is `equal`. */
  equation(plus: readonly number[], equal: number, minus: readonly number[] = []): void {
    this.between([...plus.map((variable) => [variable, 1] as const), ...minus.map((variable) => [variable, -1] as const)], equal, equal);
  }

  /** A weighted sum of variables is in a range. */
  between(terms: Equation["terms"], low: number, high: number): void {
    const weights = new Map<number, number>();
    for (const [variable, weight] of terms) weights.set(variable, (weights.get(variable) ?? 0) + weight);
    this.equations.push({terms: [...weights].filter(([, weight]) => weight !== 0), low, high});
    this.components = null;
  }

  /** Range of a sum of variables, all that can be known of it. */
  judge(target: readonly number[]): Judgement {
    const components = this.prepare();
    const rough = this.rough(target);
    const touched = new Set(target.filter((variable) => !this.isFixed(variable)).map((variable) => components[variable] ?? -1));
    if (touched.size === 0) return {...rough, method: "lp"};
    let low = target.filter((variable) => this.isFixed(variable)).reduce((sum, variable) => sum + (this.lows[variable] ?? 0), 0);
    let high = low;
    for (const component of touched) {
      const members = this.membership[component] ?? [];
      if (members.length > this.largest) return {...rough, method: "propagation"};
      const inside = target.filter((variable) => components[variable] === component && !this.isFixed(variable));
      const least = this.optimum(component, inside, "minimize");
      const most = this.optimum(component, inside, "maximize");
      if (least === null || most === null) return {...rough, method: "propagation"};
      low += least;
      high += most;
    }
    return {low, high, method: "lp"};
  }

  private rough(target: readonly number[]): Bounds {
    const sum = (bounds: readonly number[]): number => target.reduce((total, variable) => total + (bounds[variable] ?? 0), 0);
    return {low: sum(this.lows), high: sum(this.highs)};
  }

  private isFixed(variable: number): boolean {
    return (this.highs[variable] ?? 0) - (this.lows[variable] ?? 0) < NEAR;
  }

  private prepare(): Int32Array {
    if (this.components) return this.components;
    this.propagate();
    const parents = Int32Array.from({length: this.lows.length}, (_, index) => index);
    const root = (index: number): number => {
      let current = index;
      while (parents[current] !== current) current = parents[current] = parents[parents[current] ?? 0] ?? 0;
      return current;
    };
    for (const {terms} of this.equations) {
      const free = terms.map(([variable]) => variable).filter((variable) => !this.isFixed(variable));
      for (const variable of free) parents[root(variable)] = root(free[0] ?? variable);
    }
    this.components = Int32Array.from(parents, (_, index) => root(index));
    this.inside = [];
    for (const equation of this.equations) {
      const free = equation.terms.find(([variable]) => !this.isFixed(variable))?.[0];
      if (free !== undefined) (this.inside[this.components[free] ?? 0] ??= []).push(equation);
    }
    this.membership = [];
    for (const [variable, component] of this.components.entries()) if (!this.isFixed(variable)) (this.membership[component] ??= []).push(variable);
    return this.components;
  }

  /** Bounds that follow from each equation and the bounds of its other terms, until nothing moves. */
  private propagate(): void {
    for (let round = 0; round < 50; round += 1) {
      let hasMoved = false;
      for (const {terms, low: atLeast, high: atMost} of this.equations) {
        const ends = ([variable, weight]: Equation["terms"][number]): [number, number] => {
          const [low, high] = [weight * (this.lows[variable] ?? 0), weight * (this.highs[variable] ?? 0)];
          return weight > 0 ? [low, high] : [high, low];
        };
        let least = 0;
        let most = 0;
        for (const term of terms) {
          const [low, high] = ends(term);
          least += low;
          most += high;
        }
        for (const term of terms) {
          const [variable, weight] = term;
          const [ownLeast, ownMost] = ends(term);
          const bounds = [(atMost - (least - ownLeast)) / weight, (atLeast - (most - ownMost)) / weight];
          const [newLow = -Infinity, newHigh = Infinity] = weight > 0 ? bounds.reverse() : bounds;
          const isHigher = newLow > (this.lows[variable] ?? 0) + NEAR;
          const isLower = newHigh < (this.highs[variable] ?? 0) - NEAR;
          if (isLower) this.highs[variable] = Math.max(newHigh, this.lows[variable] ?? 0);
          if (isHigher) this.lows[variable] = Math.min(newLow, this.highs[variable] ?? Infinity);
          hasMoved ||= isLower || isHigher;
          if (isLower || isHigher) break;
        }
      }
      if (!hasMoved) return;
    }
  }

  /** Null when the solver finds no answer. */
  private optimum(component: number, target: readonly number[], direction: "minimize" | "maximize"): number | null {
    const variables = new Map<string, Map<string, number>>();
    for (const variable of this.membership[component] ?? []) variables.set(String(variable), new Map());
    for (const variable of target) variables.get(String(variable))?.set("target", 1);
    const constraints = new Map<string, {equal: number} | {min: number; max: number}>();
    for (const [index, {terms, low, high}] of (this.inside[component] ?? []).entries()) {
      let known = 0;
      let unknowns = 0;
      for (const [variable, weight] of terms) {
        const column = variables.get(String(variable));
        if (column) {
          column.set(`e${index}`, weight);
          unknowns += 1;
        } else known += weight * (this.lows[variable] ?? 0);
      }
      if (unknowns > 0) constraints.set(`e${index}`, low === high ? {equal: low - known} : {min: low - known, max: high - known});
    }
    const {status, result} = solve({direction, objective: "target", constraints, variables}, {maxPivots: MOST_PIVOTS});
    if (status === "unbounded") return direction === "maximize" ? Infinity : 0;
    // Rounded sums make degenerate programs, in which the solver may turn round.
    if (status === "cycled") return null;
    if (status !== "optimal") throw new Error(`linear program: ${status}`);
    return result;
  }
}

/** A range tells when it is narrower than the threshold and holds a count between 1 and the threshold. */
export const tells = ({low, high}: Bounds, threshold: number): boolean => high - low < threshold - NEAR && high > NEAR && low < threshold - NEAR;

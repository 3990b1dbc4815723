import type {CheckResult} from "./checks.ts";

export interface BuildReport {
  models: number;
  /** Models computed by this build; the others were right already. */
  computed: number;
  indicators: number;
  checks: CheckResult[];
  /** Failed checks of level « erreur »: the warehouse can be queried, but nothing of it may be published. */
  blocking: CheckResult[];
  /** Nothing has changed since the warehouse was built: nothing was done. */
  isCurrent: boolean;
  milliseconds: number;
}

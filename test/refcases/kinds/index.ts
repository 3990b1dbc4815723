import type {Kind} from "../kind.ts";
import {poststratification, raking} from "./calibration.ts";
import {dominance, suppression} from "./disclosure.ts";
import {detectable, doseResponse, eventStudy, permutation, staggered, twoPeriods} from "./impact.ts";
import {proportion} from "./proportion.ts";
import {quantiles} from "./quantiles.ts";
import {survey} from "./survey.ts";
import {nonresponse, shrinkage, standardisation} from "./territories.ts";

/** In the order in which they are tried. */
export const kinds: readonly Kind[] = [
  quantiles, proportion, poststratification, raking, survey, nonresponse, standardisation, shrinkage,
  twoPeriods, staggered, eventStudy, permutation, doseResponse, detectable, suppression, dominance
];

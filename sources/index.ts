import type {Contract} from "../pipelines/lib/contract/contract.ts";
import {contracts as budget} from "./budget/contract.ts";
import {contracts as enseignants} from "./enseignants/contract.ts";
import {contracts as equipement} from "./equipement/contract.ts";
import {contracts as etablissements} from "./etablissements/contract.ts";
import {contracts as etic} from "./etic/contract.ts";
import {contracts as formation} from "./formation/contract.ts";
import {contracts as objectifs} from "./objectifs/contract.ts";
import {contracts as parentalite} from "./parentalite/contract.ts";
import {contracts as pix} from "./pix/contract.ts";
import {contracts as projets} from "./projets/contract.ts";
import {contracts as ressources} from "./ressources/contract.ts";
import {contracts as territoires} from "./territoires/contract.ts";

/** Every contract that Vigie knows. Adding a source is adding its folder and its line here. */
export const contracts: readonly Contract[] = [
  ...etablissements, ...territoires, ...etic, ...enseignants, ...pix, ...formation, ...equipement, ...ressources, ...parentalite, ...budget, ...projets,
  ...objectifs
];

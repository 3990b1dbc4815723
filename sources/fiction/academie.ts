import {departements, seedOf, type Departement} from "./departements.ts";
import {situationOf, type World, type Year} from "./model.ts";
import {populationOf} from "./places.ts";
import {createWorld} from "./world.ts";

/** The départements of an académie, in the order of the fiction. */
const membersOf = ({academie}: Departement): Departement[] => departements().filter((other) => other.academie.code === academie.code);

/** Whether what is published once for the académie is written with this département: with the first of its members. */
export const isSeat = ({departement}: World): boolean => membersOf(departement)[0]?.code === departement.code;

/** The other départements of the académie at the same scale, as their own files would tell them: published national files have them too. */
export function neighbours({seed, scale, departement, years}: World): World[] {
  const unit = scale / populationOf(departement);
  return membersOf(departement)
    .filter(({code}) => code !== departement.code)
    .map((other) => createWorld({seed: seedOf(seed, other), departement: other, scale: unit * populationOf(other), years}));
}

/** Pupils of the académie, taken as those of the département by its share of the inhabitants. */
export function pupilsOfAcademy({departement, schools}: World, year: Year): number {
  const people = membersOf(departement).reduce((sum, member) => sum + populationOf(member), 0);
  const pupils = schools.reduce((sum, school) => sum + situationOf(school, year).eleves, 0);
  return (pupils * people) / populationOf(departement);
}

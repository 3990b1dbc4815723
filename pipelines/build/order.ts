import {VigieError} from "../lib/errors.ts";
import {nearest} from "../lib/text.ts";
import {LAYERS, type Model} from "./project.ts";

export interface PlannedModel extends Model {
  dependencies: ReadonlySet<string>;
  /** Read where its sources are, instead of copied. */
  isView?: boolean;
}

/**
 * Models in an order where each comes after what it reads; with `targets`, only these and their ancestors.
 * Throws for a relation that nothing defines, for a circle, and for an arrow that goes back up the layers.
 */
export function orderModels(models: readonly PlannedModel[], known: ReadonlySet<string>, targets?: readonly string[]): PlannedModel[] {
  const byName = new Map(models.map((model) => [model.name, model]));
  const ordered: PlannedModel[] = [];
  const done = new Set<string>();
  const visit = (model: PlannedModel, trail: readonly PlannedModel[]): void => {
    if (done.has(model.name)) return;
    const start = trail.findIndex((earlier) => earlier.name === model.name);
    if (start >= 0) {
      const circle = [...trail.slice(start), model].map((member) => member.name).join(" → ");
      throw new VigieError(`${model.file} : ce modèle finit par se lire lui-même (${circle}).`, {mend: "Séparez en deux la partie que ces modèles se prêtent l'un à l'autre."});
    }
    for (const name of model.dependencies) {
      const dependency = byName.get(name);
      if (dependency) {
        if (LAYERS.indexOf(dependency.layer) > LAYERS.indexOf(model.layer)) {
          throw new VigieError(`${model.file} : un modèle de la couche « ${model.layer} » ne lit pas la couche « ${dependency.layer} » (${name}).`);
        }
        visit(dependency, [...trail, model]);
      } else if (!known.has(name)) {
        throw new VigieError(`${model.file} : la relation « ${name} » n'existe pas.`, {mend: suggest(name, [...byName.keys(), ...known])});
      }
    }
    done.add(model.name);
    ordered.push(model);
  };
  const wanted = targets?.map((name) => {
    const model = byName.get(name);
    if (!model) throw new VigieError(`Le modèle « ${name} » n'existe pas.`, {mend: suggest(name, [...byName.keys()])});
    return model;
  });
  const roots = wanted ?? [...models].sort((a, b) => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer) || (a.name < b.name ? -1 : 1));
  for (const model of roots) visit(model, []);
  return ordered;
}

function suggest(name: string, candidates: readonly string[]): string {
  const meant = nearest(name, candidates);
  return meant === undefined ? "Vérifiez son nom, ou ajoutez le modèle qui la définit." : `Vouliez-vous dire « ${meant} » ?`;
}

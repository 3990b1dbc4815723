export {buildWarehouse, type BuildOptions, type BuildReport} from "./warehouse.ts";
export {describeCheck, type CheckResult} from "./checks.ts";
export {materialise, type BuildStep, type MaterialiseOptions} from "./materialise.ts";
export {loadProject, type Check, type Layer, type Model, type Project} from "./project.ts";

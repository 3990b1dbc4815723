export {buildWarehouse} from "./warehouse.ts";
export type {BuildReport} from "./report.ts";
export {fingerprintInputs} from "./fingerprint.ts";
export {describeCheck} from "./checks.ts";
export {materialise, type BuildStep} from "./materialise.ts";
export {loadProject, type Project} from "./project.ts";
export type {LakeFacts} from "./parameters.ts";
export type {BuildInputs} from "./reuse.ts";

export {buildWarehouse, type BuildReport} from "./warehouse.ts";
export {fingerprintInputs} from "./fingerprint.ts";
export {describeCheck} from "./checks.ts";
export {materialise, type BuildStep} from "./materialise.ts";
export {loadProject, type Project} from "./project.ts";

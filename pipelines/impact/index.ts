export {listProtocols, readProtocol} from "./protocol.ts";
export {runProtocol, runProtocols, type NotRun} from "./run.ts";
export {writeModel} from "./template.ts";

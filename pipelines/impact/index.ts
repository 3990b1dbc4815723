export {listProtocols, readProtocol} from "./protocol.ts";
export {runProtocol, runProtocols} from "./run.ts";
export {writeModel} from "./template.ts";

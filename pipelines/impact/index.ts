export {listProtocols, readProtocol} from "./protocol.ts";
export {republishReports, runProtocol} from "./run.ts";
export {writeModel} from "./template.ts";

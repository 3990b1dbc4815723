// Framework resolves `npm:` names in the browser modules; for the compiler they are the packages of node_modules.
declare module "npm:@observablehq/plot" {
  export * from "@observablehq/plot";
}

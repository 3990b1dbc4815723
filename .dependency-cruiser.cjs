/** The arrows of the house: lib and sources below, stages beside each other, cli above. */
const stages = "import|build|publish|report|impact";
module.exports = {
  forbidden: [
    {name: "no-circle", severity: "error", from: {}, to: {circular: true}},
    {
      name: "lib-stands-alone", severity: "error",
      comment: "lib is what every stage uses: it knows none of them",
      from: {path: "^pipelines/lib/"}, to: {path: "^(pipelines/(?!lib/)|sources/|observable/|test/|bench/)"}
    },
    {
      name: "sources-use-lib-only", severity: "error",
      from: {path: "^sources/"}, to: {path: "^(pipelines/(?!lib/)|observable/|test/|bench/)"}
    },
    {
      name: "stages-do-not-meet", severity: "error",
      comment: "a stage imports from lib, sources and its own folder; stages meet in cli",
      from: {path: `^pipelines/(${stages})/`}, to: {path: `^pipelines/(${stages}|cli)/`, pathNot: "^pipelines/$1/"}
    },
    {
      name: "site-reads-published-files-only", severity: "error",
      from: {path: "^observable/"}, to: {path: "^(pipelines/(?!lib/)|sources/|sql/)"}
    },
    {
      name: "product-does-not-know-its-tests", severity: "error",
      from: {path: "^(pipelines|sources|observable)/"}, to: {path: "^(test|bench)/"}
    },
    {name: "not-to-dev-dependency", severity: "error", from: {path: "^(pipelines|sources|observable)/"}, to: {dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/"}},
    {name: "resolvable", severity: "error", from: {}, to: {couldNotResolve: true, pathNot: "^(npm:|observablehq:)"}}
  ],
  options: {
    doNotFollow: {path: "node_modules"},
    exclude: {path: "(\\.observablehq|/dist/)"},
    parser: "swc",
    tsPreCompilationDeps: true,
    tsConfig: {fileName: "tsconfig.json"},
    enhancedResolveOptions: {exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"], extensions: [".ts", ".js", ".mjs", ".cjs", ".json"]}
  }
};

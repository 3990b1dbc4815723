// npm leaves out of package-lock.json the optional packages of other platforms when the registry at hand does not carry
// them, and `npm ci` then refuses the lock everywhere. This adds the missing entries, from the names alone, so that one lock
// serves Windows, macOS and Linux. Run it after any `npm install`: node .ci/complete-lock.mjs
import {readFileSync, writeFileSync} from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const systems = ["darwin", "linux", "win32", "android", "freebsd", "openbsd", "netbsd", "sunos", "aix", "openharmony"];
const processors = ["arm64", "x64", "ia32", "ppc64", "riscv64", "s390x", "loong64", "mips64el", "arm", "wasm32"];

function platform(name) {
  const words = name.split("/").at(-1).split("-");
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!os || !cpu) return undefined;
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : words.some((word) => word.startsWith("gnu")) && os === "linux" ? "glibc" : undefined;
  return {cpu: [cpu], ...(libc ? {libc: [libc]} : {}), optional: true, os: [os]};
}

/** Where a package required by `from` is, or would be hoisted to. */
function resolves(from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const at = `${base ? `${base}/` : ""}node_modules/${name}`;
    if (lock.packages[at]?.version) return true;
    if (!base) return false;
  }
}

let added = 0;
for (const [at, entry] of Object.entries({...lock.packages})) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (resolves(at, name)) continue;
    const constraints = platform(name);
    if (!constraints || !/^\d/.test(version)) continue;
    const hoisted = `node_modules/${name}`;
    const place = lock.packages[hoisted]?.version && lock.packages[hoisted].version !== version ? `${at}/${hoisted}` : hoisted;
    lock.packages[place] = {version, ...constraints, ...(entry.dev ? {dev: true} : {})};
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([left], [right]) => (left === "" ? -1 : right === "" ? 1 : left.localeCompare(right, "en"))));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added\n`);

import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import path from "node:path";
import {expect, test} from "vitest";
import {resolveRequest, securityHeaders, serveDirectory} from "../../../pipelines/cli/servir.ts";

test("a script written in the page passes by its own hash, any other does not, and no frame or other host is let in", () => {
  const {"content-security-policy": policy = ""} = securityHeaders('<script src="a.js"></script><script type="module">alert(1)</script>');
  // sha256 of « alert(1) », as the browser counts it.
  expect(policy).toContain("script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

test("the server says these headers with every file, and serves nothing outside of its folder", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-servir-"));
  writeFileSync(path.join(dir, "index.html"), "<!doctype html><title>t</title>");
  writeFileSync(path.join(dir, "404.html"), "<!doctype html><title>absente</title>");
  const server = serveDirectory(dir);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const at = (url: string): Promise<Response> => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${url}`);
    const [home, missing] = await Promise.all([at("/"), at("/rien")]);
    expect([home.status, home.headers.get("x-content-type-options"), home.headers.get("content-security-policy")?.includes("default-src 'self'")]).toEqual([200, "nosniff", true]);
    expect([missing.status, await missing.text()]).toEqual([404, "<!doctype html><title>absente</title>"]);
    expect(resolveRequest(dir, "/..%2f..%2fetc%2fpasswd")).toBeUndefined();
  } finally {
    server.close();
    rmSync(dir, {recursive: true});
  }
});

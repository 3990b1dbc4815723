import {existsSync} from "node:fs";
import {chromium as sparticuz} from "./sparticuz.ts";
import {chromium, type Browser} from "playwright-core";

/** The browser of the machine (CHROME_PATH, then /usr/bin/chromium), or the one that npm brings. */
export async function openBrowser(): Promise<Browser> {
  const own = [process.env["CHROME_PATH"], "/usr/bin/chromium"].find((path) => path && existsSync(path));
  if (own) return chromium.launch({executablePath: own, args: ["--no-sandbox", "--font-render-hinting=none"]});
  const found = await sparticuz();
  return chromium.launch({executablePath: found.path, args: found.args});
}

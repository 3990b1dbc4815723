/** The Chromium inside an npm package, unpacked in the temporary folder on first use. */
export async function chromium(): Promise<{path: string; args: string[]}> {
  const {default: packed} = await import("@sparticuz/chromium");
  return {path: await packed.executablePath(), args: packed.args};
}

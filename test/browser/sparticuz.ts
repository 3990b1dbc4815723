/** The Chromium inside an npm package, unpacked in the temporary folder on first use. */
export async function chromium(): Promise<{path: string; args: string[]}> {
  const {default: packed} = await import("@sparticuz/chromium");
  // Made for one page of one lambda: a single process dies with the first context that closes.
  return {path: await packed.executablePath(), args: packed.args.filter((arg) => arg !== "--single-process")};
}

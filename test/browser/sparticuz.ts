/**
 * The Chromium inside an npm package, unpacked in the temporary folder on first use, with the NSS libraries that it
 * brings for Amazon Linux: a machine that has only Node has none. The package unpacks them, and puts them on the
 * loader's path, when it believes that it runs there.
 */
export async function chromium(): Promise<{path: string; args: string[]}> {
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs20.x";
  const {default: packed} = await import("@sparticuz/chromium");
  // Made for one page of one lambda: a single process dies with the first context that closes.
  return {path: await packed.executablePath(), args: packed.args.filter((arg) => arg !== "--single-process")};
}

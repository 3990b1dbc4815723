/** Files of the site as the script reads them, and as it hands them to the reader. */

/** The bytes of a file. A compressed one is unfolded, unless the server already did it on the way. */
export async function lireFichier(path: string): Promise<ArrayBuffer> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} : réponse ${response.status}`);
  const bytes = await response.arrayBuffer();
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first !== 0x1f || second !== 0x8b) return bytes;
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

export function telecharger(blob: Blob, nom: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = nom;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The lines of a CSV whose columns hold what is asked, after its header. */
export function garderLignes(csv: string, filtre: URLSearchParams): string {
  const [header = "", ...lines] = csv.split("\n");
  const names = header.split(";");
  const wanted = [...filtre].map(([name, value]) => [names.indexOf(name), value] as const);
  // The columns that are asked for are codes, which no quote ever surrounds, and come before any text.
  return `\ufeff${[header, ...lines.filter((line) => {
    const cells = line.split(";", Math.max(...wanted.map(([at]) => at)) + 1);
    return wanted.every(([at, value]) => cells[at] === value);
  })].join("\r\n")}\r\n`;
}

/** A link to a compressed CSV gives the plain CSV; when that fails, the link does what it would have done without script. */
export function installerCsv(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.csv[href$=".csv.gz"]')) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      lireFichier(link.href).then(
        (bytes) => {
          const filtre = link.dataset["lignes"];
          const content = filtre ? garderLignes(new TextDecoder().decode(bytes), new URLSearchParams(filtre)) : bytes;
          telecharger(new Blob([content], {type: "text/csv;charset=utf-8"}), link.download.replace(/\.gz$/, ""));
        },
        () => location.assign(link.href)
      );
    });
  }
}

/** A link to a folded table opens it. */
export function installerPlis(): void {
  const ouvrir = (): void => {
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", ouvrir);
  ouvrir();
}

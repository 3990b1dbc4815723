/** The last territory seen or compared and the last year asked for, kept in this browser alone so that they follow the reader from page to page. An address that says otherwise wins. */

const CLE = "vigie-choix";

export interface Memoire {
  /** `type:code`, the last first. */
  territoires: string[];
  annee: string;
}

/** What is remembered; nothing when the browser refuses, or kept something else there. */
export function rappeler(): Partial<Memoire> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(CLE) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const {territoires, annee} = kept as Record<string, unknown>;
    return {
      ...(Array.isArray(territoires) && territoires.every((one) => typeof one === "string") ? {territoires} : {}),
      ...(typeof annee === "string" ? {annee} : {})
    };
  } catch {
    return {};
  }
}

export function retenir(choix: Partial<Memoire>): void {
  try {
    localStorage.setItem(CLE, JSON.stringify({...rappeler(), ...choix}));
  } catch {
    // A browser that refuses to remember still shows the page.
  }
}

function oublier(): void {
  try {
    localStorage.removeItem(CLE);
  } catch {
    // Nothing was kept.
  }
}

/** Says before `place` what comes from the last visit, with the way to forget it: the page then starts again as for a newcomer. */
export function direReprise(place: Element, repris: readonly string[]): void {
  if (repris.length === 0) return;
  const line = document.createElement("p");
  line.className = "discret reprise";
  line.append(`Repris de votre dernière visite : ${repris.join(", ")}. `);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lien";
  button.textContent = "Oublier";
  button.addEventListener("click", () => {
    oublier();
    location.replace(location.pathname + location.search);
  });
  line.append(button);
  place.before(line);
}

/** A page that speaks of one territory keeps it for the next one. */
export function installerMemoire(): void {
  const cle = document.querySelector<HTMLElement>("[data-territoire]")?.dataset["territoire"];
  if (cle) retenir({territoires: [cle]});
}

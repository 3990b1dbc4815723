/** A button that chooses light, dark, or what the system prefers; the choice stays in this browser. */

const CLE = "vigie-theme";
const CHOIX = ["auto", "clair", "sombre"] as const;
type Choix = (typeof CHOIX)[number];
const MOTS: Record<Choix, string> = {auto: "Thème : auto", clair: "Thème : clair", sombre: "Thème : sombre"};

function lire(): Choix {
  try {
    const kept = localStorage.getItem(CLE);
    return CHOIX.find((one) => one === kept) ?? "auto";
  } catch {
    return "auto";
  }
}

function appliquer(choix: Choix): void {
  if (choix === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choix;
}

export function installerTheme(): void {
  let choix = lire();
  appliquer(choix);
  const list = document.querySelector(".pied ul");
  if (!list) return;
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lien";
  button.textContent = MOTS[choix];
  button.addEventListener("click", () => {
    choix = CHOIX[(CHOIX.indexOf(choix) + 1) % CHOIX.length] as Choix;
    appliquer(choix);
    button.textContent = MOTS[choix];
    try {
      localStorage.setItem(CLE, choix);
    } catch {
      // A browser that refuses to remember still shows the theme for this page.
    }
  });
  item.append(button);
  list.append(item);
}

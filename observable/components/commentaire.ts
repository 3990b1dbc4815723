import {html, raw, type Html} from "./html.ts";

/** A text of the DRANE, apart from the figures by its rule and its signature. Its HTML was made safe when it was published. */
export function commentaire(texte: string | undefined): Html {
  return texte ? html`<blockquote class="commentaire">${raw(texte)}<p class="signature">Commentaire de la DRANE</p></blockquote>` : html``;
}

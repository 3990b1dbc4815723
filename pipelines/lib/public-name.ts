/** People name their files as they like, after themselves too: whatever is published names a file by what it holds. */
export function publicName({annees: [annee], sha256}: {readonly annees: readonly string[]; readonly sha256: string}, titre = "Fichier non reconnu"): string {
  return `${titre}${annee === undefined ? "" : `, ${annee}`} (${sha256.slice(0, 8)})`;
}

/*---
description: Correspondances entre un libellé d'un autre système et un établissement ou un code.
grain: système × libellé × début
cle: [systeme, libelle_plie, debut]
colonnes:
  systeme: "Système d'origine : pix_organisation, pix_campagne, pix_session, lieu…"
  libelle: Libellé dans ce système
  libelle_plie: Libellé sans accents ni casse, pour comparer
  uai: Identifiant de l'établissement
  code: Code, quand la cible n'est pas un établissement
  debut: Premier jour de validité
  fin: Dernier jour de validité
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  systeme,
  libelle,
  plier(libelle) as libelle_plie,
  uai,
  code,
  debut,
  fin,
  _fichier,
  _ligne
from src_territoires__correspondances
qualify row_number() over (
  partition by systeme, plier(libelle), debut
  order by _version desc, _fichier desc, _ligne desc
) = 1

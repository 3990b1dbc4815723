import {installerAutresTypes} from "./autres-types.ts";
import {installerCsv, installerPlis} from "./fichiers.ts";
import {installerImages} from "./images.ts";
import {installerImpression} from "./imprimer.ts";
import {installerMemoire} from "./memoire.ts";
import {installerTheme} from "./theme.ts";

installerTheme();
installerImages();
installerCsv();
installerPlis();
installerImpression();
installerAutresTypes();
installerMemoire();

import {installerCsv, installerPlis} from "./fichiers.ts";
import {installerImages} from "./images.ts";
import {installerImpression} from "./imprimer.ts";
import {installerTheme} from "./theme.ts";

installerTheme();
installerImages();
installerCsv();
installerPlis();
installerImpression();

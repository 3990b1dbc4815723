import {installerTheme} from "./theme.ts";
import {installerImages} from "./images.ts";

installerTheme();
installerImages();

import { config } from "./api.js";
import { helpful } from "./helpful.js";

helpful(document.getElementById("helpful"), config.article);

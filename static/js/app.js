/** What every page needs: the user menu, and the keys. */
import "bootstrap/js/dist/dropdown.js";
import { wireShortcuts } from "./shortcuts.js";

if (document.getElementById("shortcuts")) wireShortcuts();

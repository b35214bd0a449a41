/** What every page needs: the user menu, the keys, and the search of those who may see patients. */
import "bootstrap/js/dist/dropdown.js";
import { wireSiteSearch } from "./search/site-search.js";
import { wireShortcuts } from "./shortcuts.js";

if (document.getElementById("shortcuts")) wireShortcuts();
if (document.getElementById("site-search")) wireSiteSearch();

/** What every page needs: the user menu, and the search of those who may see patients. */
import "bootstrap/js/dist/dropdown.js";
import { wireSiteSearch } from "./search/site-search.js";

if (document.getElementById("site-search")) wireSiteSearch();

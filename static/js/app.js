/** What every page needs: the user menu. */
import "bootstrap/js/dist/dropdown.js";

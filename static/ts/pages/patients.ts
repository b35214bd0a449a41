/** The page on which a patient is found: the same search as in the bar, with room for it. */
import { wireSearch } from "../shell/patient-search/site-search.ts";

const input = wireSearch("patients");
if (!input.value) input.focus();

/** The page of the patient search. */
import { wireSearch } from "../shell/patient-search/site-search.ts";

const input = wireSearch("patients");
if (!input.value) input.focus();

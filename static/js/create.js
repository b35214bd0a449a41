/** The booking page: puts the form and the doctor's living day together. */

/** The doctors as the filters name them: the mark by which an appointment says whose it is. */

/** @typedef {import("../appointment/event-content.js").DoctorMark} DoctorMark */

/**
 * All of them, in the filters' order.
 * @param {ParentNode} form the filters
 * @returns {{id: number, name: string, department: number}[]}
 */
export function doctorsOf(form) {
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll("input[name=doctor]")
  );
  return [...inputs].map((input) => ({
    id: Number(input.value),
    name: input.closest("label")?.querySelector(".filter-name")?.textContent?.trim() ?? "",
    department: Number(
      /** @type {HTMLInputElement | null | undefined} */ (
        input.closest("fieldset")?.querySelector("input[name=department]")
      )?.value,
    ),
  }));
}

/**
 * @param {ParentNode} form the filters
 * @returns {(doctor: {id: number, name: string}) => DoctorMark}
 */
export function doctorMarks(form) {
  /** @type {Map<string, string>} */
  const colors = new Map();
  for (const input of form.querySelectorAll("input[name=doctor]")) {
    const swatch = input.closest("label")?.querySelector("rect");
    colors.set(/** @type {HTMLInputElement} */ (input).value, swatch?.getAttribute("fill") ?? "");
  }
  return ({ id, name }) => ({
    color: colors.get(String(id)) || "currentcolor",
    ...shortNames(name),
  });
}

/**
 * @param {string} name with or without titles: those end in a full stop
 */
export function shortNames(name) {
  const words = name.split(/\s+/).filter((word) => word && !word.endsWith("."));
  const [first = name, last = ""] = [words[0], words.slice(1).at(-1)];
  const initials = [first, last].map((word) => [...word][0] ?? "").join("");
  return { initials: initials.toLocaleUpperCase(), surname: last || first };
}

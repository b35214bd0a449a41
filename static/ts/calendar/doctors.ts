/** The doctors as the filters name them: the mark by which an appointment says whose it is. */
import type { DoctorMark } from "../appointment/event-content.ts";

/** All of them, in the filters' order. */
export function doctorsOf(form: ParentNode): { id: number; name: string; department: number }[] {
  const inputs = form.querySelectorAll<HTMLInputElement>("input[name=doctor]");
  return [...inputs].map((input) => ({
    id: Number(input.value),
    name: input.closest("label")?.querySelector(".filter-name")?.textContent?.trim() ?? "",
    department: Number(departmentOf(input)),
  }));
}

export function doctorMarks(
  form: ParentNode,
): (doctor: { id: number; name: string }) => DoctorMark {
  const colors = new Map<string, string>();
  for (const input of form.querySelectorAll<HTMLInputElement>("input[name=doctor]")) {
    const swatch = input.closest("label")?.querySelector("rect");
    colors.set(input.value, swatch?.getAttribute("fill") ?? "");
  }
  return ({ id, name }) => ({
    color: colors.get(String(id)) || "currentcolor",
    ...shortNames(name),
  });
}

/** Of a name with or without titles: those end in a full stop. */
export function shortNames(name: string) {
  const words = name.split(/\s+/).filter((word) => word && !word.endsWith("."));
  const [first = name, last = ""] = [words[0], words.slice(1).at(-1)];
  const initials = [first, last].map((word) => [...word][0] ?? "").join("");
  return { initials: initials.toLocaleUpperCase(), surname: last || first };
}

function departmentOf(doctor: HTMLInputElement) {
  const fieldset = doctor.closest("fieldset");
  return fieldset?.querySelector<HTMLInputElement>("input[name=department]")?.value;
}

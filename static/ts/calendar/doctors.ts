/** The doctors, read from the filters: names, departments, and the marks of their appointments. */
import type { DoctorMark } from "../appointment/event-content.ts";

/** All doctors, in the filters' order. `form`: the filters. */
export function doctorsOf(form: ParentNode): { id: number; name: string; department: number }[] {
  const inputs = form.querySelectorAll<HTMLInputElement>("input[name=doctor]");
  return [...inputs].map((input) => ({
    id: Number(input.value),
    name: input.closest("label")?.querySelector(".filter-name")?.textContent?.trim() ?? "",
    department: Number(
      (
        input.closest("fieldset")?.querySelector("input[name=department]") as
          HTMLInputElement | null | undefined
      )?.value,
    ),
  }));
}

/** Returns the mark of a doctor: colour, initials and surname. `form`: the filters. */
export function doctorMarks(
  form: ParentNode,
): (doctor: { id: number; name: string }) => DoctorMark {
  const colors = new Map<string, string>();
  for (const input of form.querySelectorAll("input[name=doctor]")) {
    const swatch = input.closest("label")?.querySelector("rect");
    colors.set((input as HTMLInputElement).value, swatch?.getAttribute("fill") ?? "");
  }
  return ({ id, name }) => ({
    color: colors.get(String(id)) || "currentcolor",
    ...shortNames(name),
  });
}

/** Initials and surname. `name`: words that end in a full stop are titles, and left out. */
export function shortNames(name: string) {
  const words = name.split(/\s+/).filter((word) => word && !word.endsWith("."));
  const [first = name, last = ""] = [words[0], words.slice(1).at(-1)];
  const initials = [first, last].map((word) => [...word][0] ?? "").join("");
  return { initials: initials.toLocaleUpperCase(), surname: last || first };
}

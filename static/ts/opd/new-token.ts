/** Gives a token: patient, department, doctor or any, reason for visit, priority. */
import { nameText } from "../core/patient.ts";
import { byId, el, icon } from "../core/dom.ts";
import { RequestKey } from "../core/request-key.ts";
import { ask, fillSelect } from "../queue/ask.ts";
import { messages as words } from "../queue/messages.ts";
import { visitOf } from "../queue/words.ts";
import { clearErrors, showErrors } from "../shell/form-errors.ts";
import { NARROW } from "../shell/drawer.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { PatientCard } from "../shell/patient-choice/patient-card.ts";
import type { Departments } from "./departments.ts";

interface NewTokenParts {
  api: Api;
  card: PatientCard;
  departments: Departments;
  /** Called after a token was given. */
  onGiven: () => void;
  /** Takes the token back, which was given by mistake. True once that is done. */
  withdraw: (event: CalendarEvent) => Promise<boolean>;
}

export function wireNewToken({ api, card, departments, onGiven, withdraw }: NewTokenParts) {
  const part = byId<HTMLDetailsElement>("new-token");
  const form = byId<HTMLFormElement>("token-form");
  const department = byId<HTMLSelectElement>("id_department");
  const doctor = byId<HTMLSelectElement>("id_doctor");
  const complaint = byId<HTMLInputElement>("id_complaint");
  const button = byId<HTMLButtonElement>("give-token");
  let key = new RequestKey();

  part.open = !NARROW.matches;
  part.querySelector("summary")?.addEventListener("click", (event) => {
    if (NARROW.matches && part.open) return;
    event.preventDefault();
    part.open = true;
    begin();
  });
  card.onChoose.add(() => complaint.focus());
  department.addEventListener("change", offerDoctors);
  departments.onChange(offerShown);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void give();
  });
  offerShown();

  /** For the next patient. */
  function begin() {
    byId<HTMLDetailsElement>("patient-finder").open = true;
    byId("id_q").focus();
  }

  /** The token is for the department that is shown, unless another one is chosen. */
  function offerShown() {
    department.value = departments.shown.slug;
    offerDoctors();
  }

  function offerDoctors() {
    const { doctors } = departments.bySlug(department.value) ?? departments.shown;
    const named = doctors.map(({ id, name }) => ({ value: id, label: name }));
    doctor.value = "";
    fillSelect(doctor, [{ value: "", label: words.anyDoctor }, ...named]);
  }

  async function give() {
    if (button.getAttribute("aria-disabled") === "true") return;
    clearErrors();
    const missing = missingFields();
    if (Object.keys(missing).length) return void showErrors(missing, "", messages.notGiven);
    button.setAttribute("aria-disabled", "true");
    try {
      given(await send());
    } catch (error) {
      await onRefused(error as Failure);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  async function send(confirm = false) {
    const body = { ...typed(), ...(confirm && { confirm }) };
    const options = { idempotencyKey: key.for(JSON.stringify(body)) };
    try {
      return await api.post<CalendarEvent>("/api/opd-appointments/", body, options);
    } catch (error) {
      key.refused(error as Failure);
      throw error;
    }
  }

  async function onRefused(error: Failure) {
    if (error.code === "waiting") {
      const event = await ask({
        title: messages.askAnother,
        text: error.message,
        button: messages.anotherToken,
        send: () => send(true),
      });
      if (event) given(event);
      else button.focus();
    } else if (!showErrors(error.body?.fields ?? {}, "", error.message)) byId("form-error").focus();
  }

  function typed() {
    const priority = new FormData(form).get("priority");
    return {
      patient: card.value,
      department: departments.bySlug(department.value)?.id,
      doctor: Number(doctor.value) || null,
      complaint: complaint.value,
      priority,
    };
  }

  function missingFields() {
    const missing: Record<string, string[]> = {};
    if (!card.value) missing.patient = [messages.needPatient];
    if (!complaint.value.trim()) missing.complaint = [messages.needComplaint];
    return missing;
  }

  function given(event: CalendarEvent) {
    key = new RequestKey(); // the same patient again is another token
    showGiven(event, async () => {
      if (await withdraw(event)) byId("given").hidden = true;
    });
    card.clear();
    form.reset();
    offerShown();
    onGiven();
    byId("print-slip").focus();
  }
}

/** The last token, with its slip. */
function showGiven(event: CalendarEvent, onWithdraw: () => Promise<void>) {
  const { token, doctor } = visitOf(event);
  const slip = `/appointments/opd/slip/${slipName(event)}?print`;
  const given = byId("given");
  given.replaceChildren(
    el("span", { class: "section-head", text: messages.given }),
    el("strong", { class: "given-token tabular", dir: "ltr", translate: "no", text: token }),
    el("span", {
      class: "text-muted",
      text: messages.ofDoctor(
        nameText(event.extendedProps.patient),
        doctor?.name ?? words.anyDoctor,
      ),
    }),
    el(
      "a",
      {
        class: "btn btn-quiet",
        id: "print-slip",
        href: slip,
        target: "_blank",
        "aria-keyshortcuts": "p",
        "aria-label": messages.printSlip,
        "data-key-hint": "p",
      },
      icon("printer"),
      messages.printSlip,
    ),
    el("button", {
      type: "button",
      class: "btn btn-quiet",
      text: words.actions.withdraw,
      "aria-label": words.stepFor(words.actions.withdraw, token),
      onclick: () => void onWithdraw(),
    }),
  );
  given.hidden = false;
}

/** "opd-12" or "appointment-12". */
export function slipName({ id, extendedProps: { appointment } }: CalendarEvent) {
  return appointment.kind === "opd" ? String(id) : `appointment-${id}`;
}

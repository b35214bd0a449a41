/** The shapes of the API, of events and of page-config (docs/architecture.md). */

export interface PageConfig {
  user: { id: number; name: string; can: string[]; doctor: number | null };
  /** `channels`: those that carry all appointments that the user sees. */
  realtime: { key: string; channels: string[] };
  /** The hospital's zone, an IANA name. */
  timeZone: string;
  language: string;
  states: StatusRules[];
  /** The texts that are shown of a patient's other fields, by field and value (appointments/patient_fields.py). */
  patientFacts: Record<string, Record<string, string>>;
  canListen: boolean;
  /** Minutes without a touch after which the desk locks; 0: never. */
  idleMinutes: number;
}

/** A row of appointments/models/status.py. */
export interface StatusRules {
  value: string;
  label: string;
  color: string;
  /** Takes the doctor's time. */
  active: boolean;
  reschedulable: boolean;
  /** In a calendar that asks for no status. */
  listed: boolean;
  /** The following status, and the right that the transition needs. */
  transitions: Record<string, string>;
  /** Transitions back, on the same day only. */
  undo: Record<string, string>;
}

/** What the server tells the scripts of a page for the public: nothing about a user. */
export interface ScreenConfig {
  /** Of the socket. */
  key: string;
  channel: string;
  timeZone: string;
  language: string;
  /** A wall board's: the address of what it shows, and the release that served the page. */
  state: string;
  version: string;
  /** A patient's page's. */
  code: string;
}

/** The answer of GET /api/boards/<slug>/. */
export interface BoardState {
  heads: Record<string, number>;
  epoch: string;
  now: CalledToken[];
  next: string[];
  /** The latest first. */
  skipped: string[];
  waiting: number;
}

export interface CalledToken {
  token: string;
  room: string | null;
  state: "called" | "serving";
  /** The last call, or when the visit began; ISO 8601. */
  since: string;
}

/** The appointment's part of a CalendarEvent. */
export interface Appointment {
  id: number;
  kind: "appointment" | "opd";
  /** Rises by one with each save. */
  version: number;
  doctor: { id: number; name: string } | null;
  department: { id: number; name: string; slug: string } | null;
  complaint: string;
  /** Also of a booked patient who is checked in, where the department wants it; empty for none. */
  token?: string | null;
  token_state?: string;
  overbooked?: boolean;
  visit_type?: { id: number; name: string; minutes: number } | null;
  /** Why it was cancelled, or why the patient did not come. */
  status_reason?: string | null;
  notes?: string;
}

export interface Patient {
  id: number;
  name: string;
  mrn: string;
  /** As typed; null for a patient who has none. */
  phone: string | null;
  second_phone?: string;
  birth_date?: string | null;
  /** The tag of the name's language; empty if it is not known. */
  language?: string;
  /** A warning, as in "needs a wheelchair". */
  note?: string;
}

/** How the phone is shown and dialled; only in answers about a single patient or appointment. */
export interface PhoneLinks {
  phone_shown: string;
  phone_address: string;
}

/** A patient as just registered or corrected. */
export interface SavedPatient extends Patient, PhoneLinks {
  version: number;
  /** A phone cannot have this number. */
  odd_phone: boolean;
}

/** Half-open, in code points (not in UTF-16 code units). */
export type Range = [number, number];

/** The parts of a patient's fields that match; of a birth date as YYYY-MM-DD. */
export type Marks = Partial<
  Record<"name" | "mrn" | "phone" | "second_phone" | "birth_date", Range[]>
>;

export interface FoundPatient extends Patient {
  marks: Marks;
  /** The first visit of today that is not over. */
  today?: CalendarEvent;
}

/** A registered patient who is likely the person that was typed. */
export interface MatchingPatient extends Patient {
  /** Why: values of Alike (appointments/exceptions.py). */
  alike: string[];
  /** The fields that differ from what was typed. */
  differs: (keyof Marks)[];
}

export interface CalendarEvent {
  /** The appointment's number, or "opd-<id>". */
  id: number | string;
  title: string;
  /** ISO 8601 with the offset of the hospital's zone. */
  start: string;
  end: string;
  color: string;
  status: string;
  extendedProps: { patient: Patient; appointment: Appointment };
  /** As PhoneLinks; only in the answer about a single appointment. */
  phone_shown?: string;
  phone_address?: string;
  /** Only in the answer about a single appointment. */
  history?: HistoryEntry[];
  /** The statuses that it may change to; only in the answer about a single appointment. */
  allowed?: string[];
}

export interface HistoryEntry {
  at: string;
  by: Person | null;
  from: string | null;
  to: string | null;
  change: string;
  /** Of the queue; empty for every other change. */
  step: string;
  reason: string;
}

export interface Person {
  id: number;
  name: string;
}

/** The body of an appointment event. */
export interface AppointmentMessage {
  action: string;
  appointment: CalendarEvent;
  /** The slugs of the departments to which it belongs now. */
  departments?: string[];
  seq: number;
  by?: Person | null;
  /** The X-Origin-Id of the page that made the change. */
  origin?: string | null;
}

export interface StreamMessage {
  seq: number;
  event: string;
  data: StreamData;
}

/** The body of an event: an appointment, a change of a schedule, or a test broadcast. */
export type StreamData = Partial<AppointmentMessage> & {
  /** Whose schedule changed. */
  doctor?: number;
  /** What of it changed: "hold" or "hours". */
  kind?: string;
  /** When it changed, ISO 8601; null without bound. */
  from?: string | null;
  to?: string | null;
  /** The token that a board shows, its state in lower case, and where its patient is called to. */
  token?: string;
  state?: string;
  room?: string | null;
  message?: string;
  /** When the server sent it, ISO 8601. */
  at?: string;
};

/** The answer of GET /api/calendar/. */
export interface Snapshot {
  heads: Record<string, number>;
  epoch: string;
  events: CalendarEvent[];
}

/** The answer of GET /api/channels/<channel>/events/. */
export interface CatchUp {
  head: number;
  epoch: string;
  more: boolean;
  events: StreamMessage[];
}

/** What a page shows, as parameters of GET /api/calendar/. */
export interface Query {
  /** ISO 8601, inclusive. */
  start: string;
  /** ISO 8601, exclusive. */
  end: string;
  doctor: number[];
  department: number[];
  status: string[];
  kind: "" | "appointment" | "opd";
  patient?: number;
  /** With `doctor`: also walk-ins that wait for any doctor. */
  without_doctor?: boolean;
}

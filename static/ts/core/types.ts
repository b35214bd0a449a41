/** The shapes that travel between server and page, as in docs/architecture.md and the API. */

export interface PageConfig {
  user: { id: number; name: string; can: string[]; doctor: number | null };
  realtime: { key: string };
  /** The hospital's zone, an IANA name. */
  timeZone: string;
  language: string;
  states: StateInfo[];
  canListen: boolean;
}

export interface StateInfo {
  value: string;
  label: string;
  color: string;
}

/** The part of a CalendarEvent that is the appointment's own. */
export interface Appointment {
  id: number;
  kind: "appointment" | "opd";
  /** Rises by one with every save. */
  version: number;
  doctor: { id: number; name: string } | null;
  department: { id: number; name: string; slug: string } | null;
  complaint: string;
  token?: string | null;
  overbooked?: boolean;
  visit_type?: { id: number; name: string; minutes: number } | null;
  /** Why it was cancelled or not kept. */
  status_reason?: string | null;
  notes?: string;
}

export interface Patient {
  id: number;
  name: string;
  mrn: string;
  phone: string;
  birth_date?: string | null;
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
  /** Only where one event was asked for. */
  history?: HistoryEntry[];
  /** States it may move to, only where one event was asked for. */
  allowed?: string[];
}

export interface HistoryEntry {
  at: string;
  by: Person | null;
  from: string | null;
  to: string | null;
  change: string;
  reason: string;
}

export interface Person {
  id: number;
  name: string;
}

/** What an appointment event carries on a channel. */
export interface AppointmentMessage {
  action: string;
  appointment: CalendarEvent;
  seq: number;
  by?: Person | null;
  /** The X-Origin-Id of the page that caused it. */
  origin?: string | null;
}

export interface StreamMessage {
  seq: number;
  event: string;
  data: any;
}

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

/** What the page shows, in the API's own parameters. */
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
}

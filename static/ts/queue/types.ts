/** The shapes of the queue's calls (appointments/api/queue_shapes.py). */
import type { Appointment, CalendarEvent, Patient, Person } from "../core/types.ts";

export type TokenState = "WAITING" | "CALLED" | "SERVING" | "SKIPPED" | "DONE" | "LEFT";
export type Priority = "normal" | "elderly" | "pregnant" | "emergency";
export type Action =
  "call" | "recall" | "serve" | "done" | "skip" | "left" | "withdraw" | "transfer" | "undo";

/** A CalendarEvent with its place in the queue. */
export interface QueueEntry extends CalendarEvent {
  extendedProps: { patient: Patient; appointment: QueuedVisit };
}

export interface QueuedVisit extends Appointment {
  token: string;
  token_state: TokenState;
  priority: Priority;
  /** The name of the room to which the patient was called. */
  room: string | null;
  /** Among those who wait, from 1; null for those who are called or served. */
  position: number | null;
  /** How many are called before; null as `position`. */
  ahead: number | null;
  /** When the token's state began, ISO 8601. */
  since: string;
  arrival: string;
  /** The place in words: "booked 10:00". */
  why: string;
  /** Minutes until the call; null where the queue stands still. */
  estimate: { from: number; to: number } | null;
  /** The steps that this user may make now. */
  actions: Action[];
}

/** `doctor` is missing while the room is closed. */
export interface RoomCard {
  id: number;
  name: string;
  doctor?: Person;
}

/** The answer of GET /api/queues/<slug>/. */
export interface Queue {
  heads: Record<string, number>;
  epoch: string;
  /** YYYY-MM-DD. */
  date: string;
  /** Served, called, then waiting in the queue's order. */
  entries: QueueEntry[];
  rooms: RoomCard[];
  /** Earlier days on which patients still wait, the last day first. */
  earlier: { date: string; waiting: number }[];
}

/** What a page shows: a department's queue of today, or of another day. */
export interface QueueAsked {
  department: string;
  /** YYYY-MM-DD. */
  date?: string;
}

/** A department with its doctors, as pages of the queue carry them (appointments/web/views/opd.py). */
export interface Department {
  id: number;
  slug: string;
  name: string;
  doctors: Person[];
}

/** What the calendar's parts tell each other: what is shown, where an appointment goes, what a grid can do. */
import type { DoctorMark } from "../appointment/event-content.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Shade } from "./closed-hours.ts";
import type { countByHour } from "./hourly-counts.ts";
import type { RenderBatch } from "./render-queue.ts";
import type { View } from "./url-state.ts";

/** How a grid is set up, and whom it tells. */
export interface GridOptions {
  clock: Clock;
  language: string;
  view: View;
  /** YYYY-MM-DD, empty for today. */
  date: string;
  mayReschedule: (event: CalendarEvent) => boolean;
  stateLabel: (state: string) => string;
  doctorMark: (doctor: { id: number; name: string }) => DoctorMark;
  onRange: (range: ShownRange) => void;
  onOpen: (id: string, byKey: boolean) => void;
  /** An appointment was dragged or stretched. `event`: as it was when its drag began. */
  onReschedule: (event: CalendarEvent, to: DoctorTime, revert: () => void) => void;
  /** A day was asked for, YYYY-MM-DD. */
  onDay: (date: string) => void;
  mayBook: boolean;
  /** A time was clicked, or a length of it drawn. */
  onBook: (time: { doctor?: number; start: string; end?: string }) => void;
}

export interface ShownRange {
  start: Date;
  end: Date;
  view: View;
  /** YYYY-MM-DD */
  date: string;
  title: string;
}

/** A time in ISO 8601, and the doctor where it says whose it is. */
export interface DoctorTime {
  start: string;
  end: string;
  doctor?: number;
}

/** A grid that appointments are drawn in: FullCalendar's, or the doctors' columns. */
export interface AppointmentGrid {
  readonly element: HTMLElement;
  readonly renderer: {
    /** The ids of those drawn. */
    readonly ids: string[];
    has: (id: string) => boolean;
    render: (change: RenderBatch) => void;
  };
  tally: (tally: Tally) => void;
  shade: (shades: Shade[]) => void;
  scrollToNow: () => void;
  leave: () => void;
}

/** What the number of appointments means for a grid. */
export interface Tally {
  /** Pixels of the grid; to ask the page for them would lay it out. */
  width: number;
  /** How many each doctor has, by the doctor's id; 0 where there is none. */
  counts: Map<number, number>;
  /** Appointments per hour, where lanes are too narrow for names; else empty. */
  hourly: ReturnType<typeof countByHour>;
}

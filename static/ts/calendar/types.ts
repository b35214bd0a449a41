/** The interfaces between the calendar's parts. */
import type { DoctorMark } from "../appointment/event-content.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Shade } from "./closed-hours.ts";
import type { countByHour } from "./hourly-counts.ts";
import type { RenderBatch } from "./render-queue.ts";
import type { View } from "./url-state.ts";

/** The set-up of a grid, and what it calls. */
export interface GridOptions {
  clock: Clock;
  language: string;
  view: View;
  /** YYYY-MM-DD, empty for today. */
  date: string;
  mayReschedule: (event: CalendarEvent) => boolean;
  stateLabel: (state: string) => string;
  doctorMark: (doctor: { id: number; name: string }) => DoctorMark;
  /** The visible range changed. */
  onRange: (range: ShownRange) => void;
  /** An appointment was clicked, or chosen by key. */
  onOpen: (id: string, byKey: boolean) => void;
  /** An appointment was dragged or stretched. `event`: as it was when its drag began. */
  onReschedule: (event: CalendarEvent, to: DoctorTime, revert: () => void) => void;
  /** A day was asked for, YYYY-MM-DD. */
  onDay: (date: string) => void;
  mayBook: boolean;
  /** Empty time was clicked (without `end`) or selected. ISO 8601. */
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

/** A time in ISO 8601, and its doctor where the grid has a column for each. */
export interface DoctorTime {
  start: string;
  end: string;
  doctor?: number;
}

/** A grid of appointments: FullCalendar's, or the doctors' columns. */
export interface AppointmentGrid {
  readonly element: HTMLElement;
  readonly renderer: {
    /** The ids of the rendered appointments. */
    readonly ids: string[];
    has: (id: string) => boolean;
    render: (batch: RenderBatch) => void;
  };
  /** Takes the counts of what is rendered, for the density and the heads. */
  tally: (tally: Tally) => void;
  /** Shades closed hours. */
  shade: (shades: Shade[]) => void;
  /** Scrolls to the present hour if today is shown. */
  scrollToNow: () => void;
  /** Removes all content; called when another grid is shown. */
  clear: () => void;
}

export interface Tally {
  /** The grid's width (pixels), as observed: measuring it would force a layout. */
  width: number;
  /** Appointments by the doctor's id; 0 for those without a doctor. */
  counts: Map<number, number>;
  /** Appointments per hour, where lanes are too narrow for names; else empty. */
  hourly: ReturnType<typeof countByHour>;
}

/** The sentences of the booking page's scripts. */
import { gettext, interpolate, ngettext } from "../core/i18n.ts";

export const messages = {
  needPatient: gettext("Choose a patient or register a new one."),
  needDoctor: gettext("Choose a doctor."),
  needTime: gettext("Choose a time."),
  needComplaint: gettext("Enter the reason for the visit."),
  chooseDoctor: gettext("Choose a doctor"),
  notBooked: gettext("Not booked yet. Your entries are kept."),
  book: gettext("Book"),
  bookAt: (times: string) => interpolate(gettext("Book %(times)s"), { times }),
  booking: gettext("Booking…"),
  span: (start: string, end: string) => `${start} – ${end}`,
  timesFailed: gettext("The free times could not be loaded. Retrying…"),
  chooseFirst: gettext("Choose a doctor and a date to see the free times."),
  standard: (minutes: number | null) =>
    minutes === null
      ? gettext("Standard")
      : interpolate(gettext("Standard (%(minutes)s min)"), { minutes }),
  holiday: (name: string) => interpolate(gettext("Closed: %(holiday)s"), { holiday: name }),
  dayOff: (doctor: string) =>
    interpolate(gettext("%(doctor)s does not work on this day."), { doctor }),
  dayFull: (doctor: string) =>
    interpolate(gettext("%(doctor)s has no free times left on this day."), { doctor }),
  slotStates: {
    taken: gettext("taken"),
    held: gettext("held by another user"),
    past: gettext("past"),
    closed: gettext("closed"),
  } as Record<string, string>,
  slotReason: (times: string, why: string) => `${times}: ${why}`,
  takenBy: (name: string) => interpolate(gettext("taken by %(name)s"), { name }),
  nextDays: gettext("Next free days"),
  roomierDay: gettext("Next day with more free times"),
  freeOnDay: (day: string, count: number) =>
    interpolate(gettext("%(day)s · %(count)s free"), { day, count }),
  earliestIn: (department: string) =>
    interpolate(gettext("Earliest in %(department)s"), { department }),
  earliestInAll: gettext("Earliest in all departments"),
  earliestFound: (count: number) =>
    interpolate(ngettext("%(count)s free time", "%(count)s free times", count), { count }),
  earliestNone: gettext("No free times in the next 60 days. Change the wishes or the visit type."),
  earliestChosen: (times: string, doctor: string) =>
    interpolate(gettext("%(times)s with %(doctor)s is chosen."), { times, doctor }),
  legend: {
    taken: gettext("Struck through: taken"),
    held: gettext("Dashed: held by another user"),
    past: gettext("Dotted: past"),
    closed: gettext("Hatched: closed"),
  } as Record<string, string>,
  lost: {
    taken: (time, by) =>
      interpolate(gettext("%(time)s was just taken by %(by)s. Choose another time."), { time, by }),
    held: (time, by) =>
      interpolate(gettext("%(time)s is held by %(by)s. Choose another time."), { time, by }),
    past: (time) => interpolate(gettext("%(time)s has passed. Choose another time."), { time }),
    closed: (time) =>
      interpolate(gettext("%(time)s is no longer open for booking. Choose another time."), {
        time,
      }),
  } as Record<string, (time: string, by: string) => string>,
  notFree: (time: string) =>
    interpolate(gettext("%(time)s is not free for this doctor and visit. Choose another time."), {
      time,
    }),
  someoneElse: gettext("someone else"),
  heldBy: (name: string) => interpolate(gettext("held by %(name)s"), { name }),
  heldEntry: (name: string) => interpolate(gettext("Held by %(name)s · "), { name }),
  left: gettext(" left"),
  heldForYou: gettext("Held for you: "),
  holdRanOut: (time: string) =>
    interpolate(
      gettext("Your hold on %(time)s has ended. Continue: it is held again if it is still free."),
      { time },
    ),
  dayTitle: (doctor: string, day: string) => `${doctor} · ${day}`,
  counts: (booked: number, free: number) =>
    interpolate(gettext("%(booked)s booked · %(free)s free"), { booked, free }),
  thisBooking: gettext("This booking"),
  breakTime: gettext("Break"),
  closedTime: gettext("Away"),
  noDoctor: gettext("Choose a doctor to see their day, updated live."),
  entry: (patient: string, complaint: string) => `${patient} · ${complaint}`,
  overbooked: gettext("Overbooked"),
};

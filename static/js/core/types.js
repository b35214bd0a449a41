/**
 * The shapes that travel between server and page, as in docs/architecture.md and the API.
 *
 * @typedef {object} PageConfig
 * @property {{id: number, name: string, can: string[], doctor: number | null}} user
 * @property {{key: string}} realtime
 * @property {string} timeZone the hospital's zone, an IANA name
 * @property {string} language
 * @property {StateInfo[]} states
 * @property {boolean} canListen
 *
 * @typedef {{value: string, label: string, color: string}} StateInfo
 *
 * @typedef {object} Visit the part of a CalendarEvent that is the appointment's own
 * @property {number} id
 * @property {"appointment" | "opd"} kind
 * @property {number} version rises by one with every save
 * @property {{id: number, name: string} | null} doctor
 * @property {{id: number, name: string, slug: string} | null} department
 * @property {string} complaint
 * @property {string | null} [token]
 * @property {boolean} [overbooked]
 * @property {{id: number, name: string, minutes: number} | null} [visit_type]
 * @property {string | null} [status_reason] why it was cancelled or not kept
 * @property {string} [notes]
 *
 * @typedef {object} Patient
 * @property {number} id
 * @property {string} name
 * @property {string} mrn
 * @property {string} phone
 * @property {string | null} [birth_date]
 *
 * @typedef {object} CalendarEvent
 * @property {number | string} id the appointment's number, or "opd-<id>"
 * @property {string} title
 * @property {string} start ISO 8601 with the offset of the hospital's zone
 * @property {string} end
 * @property {string} color
 * @property {string} status
 * @property {{patient: Patient, appointment: Visit}} extendedProps
 * @property {HistoryEntry[]} [history] only where one event was asked for
 * @property {string[]} [allowed] states it may move to, only where one event was asked for
 *
 * @typedef {object} HistoryEntry
 * @property {string} at
 * @property {Person | null} by
 * @property {string | null} from
 * @property {string | null} to
 * @property {string} change
 * @property {string} reason
 *
 * @typedef {{id: number, name: string}} Person
 *
 * @typedef {object} AppointmentMessage what an appointment event carries on a channel
 * @property {string} action
 * @property {CalendarEvent} appointment
 * @property {number} seq
 * @property {Person | null} [by]
 * @property {string | null} [origin] the X-Origin-Id of the page that caused it
 *
 * @typedef {{seq: number, event: string, data: any}} StreamMessage
 *
 * @typedef {object} Snapshot the answer of GET /api/calendar/
 * @property {Record<string, number>} heads
 * @property {string} epoch
 * @property {CalendarEvent[]} events
 *
 * @typedef {object} CatchUp the answer of GET /api/channels/<channel>/events/
 * @property {number} head
 * @property {string} epoch
 * @property {boolean} more
 * @property {StreamMessage[]} events
 *
 * @typedef {object} Query what the page shows, in the API's own parameters
 * @property {string} start ISO 8601, inclusive
 * @property {string} end ISO 8601, exclusive
 * @property {number[]} doctor
 * @property {number[]} department
 * @property {string[]} status
 * @property {"" | "appointment" | "opd"} kind
 * @property {number} [patient]
 */
export {};

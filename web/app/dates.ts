const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const timeOnly = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' })
const hourAndMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** In the customer's time zone: `28 Nov 2026, 19:11`. */
export const dateAndTime = (at: string): string => dayAndTime.format(new Date(at))
/** `19:11:54` */
export const timeOfDay = (at: string): string => timeOnly.format(new Date(at))
/** `Saturday at 19:11`, to the nearest minute: what was measured is a little off. */
export function dayOfWeek(atMs: number): string {
  const minuteMs = Math.round(atMs / 60_000) * 60_000
  return `${weekday.format(minuteMs)} at ${hourAndMinute.format(minuteMs)}`
}

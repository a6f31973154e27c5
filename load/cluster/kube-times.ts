/** Milliseconds since 1970 of a time of Kubernetes: a list gives dates, a watch gives text. 0 where there is none. */
export const timeOf = (time: Date | string | null | undefined): number => (time == null ? 0 : new Date(time).getTime())

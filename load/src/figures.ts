/** What k6 leaves at the end of a run, as far as it is read here. */
export type Figures = {
  metrics: Readonly<Record<string, Metric>>
  state: { testRunDurationMs: number }
  /** How many k6 together made them. */
  runners?: number
}

export type Metric = {
  values: Readonly<Record<string, number>>
  thresholds?: Readonly<Record<string, { ok: boolean }>>
}

/** A counter that never counted is left out of the figures. */
export const countOf = (figures: Figures, metric: string): number => figures.metrics[metric]?.values.count ?? 0

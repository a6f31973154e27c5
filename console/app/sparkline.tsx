import { Component } from 'preact'
import type { Bins } from './bin-points.ts'
import { heightOf, roundTop, sparkHeight, sparkPath } from './spark-path.ts'

type Props = {
  values: Bins
  /** The scale's top, however low the values are. */
  least: number
  /** Drawn as a line across. */
  target?: number
  isBad?: boolean
}

/** The last ten minutes, beside the figure that says how it is now. */
export class Sparkline extends Component<Props> {
  override shouldComponentUpdate({ values }: Props): boolean {
    return values !== this.props.values
  }

  override render({ values, least, target, isBad = false }: Props) {
    const top = roundTop(values, least)
    const width = values.length - 1
    const across = (y: number): string => `M0 ${y}H${width}`
    return (
      <svg
        class="spark"
        viewBox={`0 0 ${width} ${sparkHeight}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        data-bad={isBad}
      >
        <path class="spark-floor" d={across(sparkHeight)} />
        {target !== undefined && <path class="spark-target" d={across(heightOf(target, top))} />}
        <path class="spark-line" d={sparkPath(values, top)} />
      </svg>
    )
  }
}

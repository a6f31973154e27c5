import type { BankFaults } from '@saleday/contracts/bank'
import type { ComponentChildren } from 'preact'
import type { Autoscaler, ServiceView } from '../src/frame.ts'
import { faultWords } from './bank-faults.ts'
import type { Lines } from './bin-points.ts'
import { Icon } from './icon.tsx'
import { Sparkline } from './sparkline.tsx'
import { errorRate, leadingMetric, rate, wait } from './words.ts'

type Props = { service: ServiceView; lines: Lines; bankFaults: Partial<BankFaults> | null }

export function ServiceRow({ service, lines, bankFaults }: Props) {
  const fails = (service.errorsPerSecond ?? 0) > 0
  return (
    <li data-service={service.name}>
      <h3>
        <span class="swatch" aria-hidden="true" />
        {service.name}
      </h3>
      <Replicas service={service} />
      <Metric label="requests/s" value={rate(service.requestsPerSecond)}>
        <Sparkline values={lines.requests} least={1} />
      </Metric>
      <Metric label="p95" value={wait(service.p95Ms)}>
        <Sparkline values={lines.p95} least={20} />
      </Metric>
      <Metric label="errors/s" value={errorRate(service.errorsPerSecond)} isBad={fails}>
        <Sparkline values={lines.errors} least={1} isBad />
      </Metric>
      {service.kind === 'bank' ? <BankState faults={bankFaults} /> : <Scaling service={service} line={lines.scaling} />}
    </li>
  )
}

type MetricProps = { label: string; value: string; isBad?: boolean; children?: ComponentChildren }

const Metric = ({ label, value, isBad = false, children }: MetricProps) => (
  <div class="metric" data-bad={isBad}>
    <span class="metric-label">{label}</span>
    <span class="metric-value">
      {isBad && <Icon glyph="triangle" />}
      {value}
    </span>
    {children}
  </div>
)

/** A part of a bar for each replica that is wanted, filled where it is ready. */
function Replicas({ service: { wanted, ready, rollout } }: { service: ServiceView }) {
  return (
    <div class="metric replicas" data-bad={ready < wanted}>
      <span class="metric-label">ready</span>
      <span class="metric-value">
        {ready}/{wanted}
        {rollout !== null && (
          <small class="rollout">
            <Icon glyph="up" />
            {rollout.updated} new
          </small>
        )}
      </span>
      <span class="replica-bar" aria-hidden="true">
        {Array.from({ length: Math.min(Math.max(wanted, ready), 20) }, (_, index) => (
          <span key={index} data-ready={index < ready} />
        ))}
      </span>
    </div>
  )
}

function Scaling({ service, line }: { service: ServiceView; line: Lines['scaling'] }) {
  const { autoscaler } = service
  const metric = leadingMetric(service)
  if (autoscaler === null || metric === undefined) return <Metric label="autoscaler" value="–" />
  const value = metric.value === null ? '–' : rate(metric.value)
  return (
    <div class="metric scaling">
      <span class="metric-label">autoscaler</span>
      <span class="metric-value">
        {value}
        <small>
          of {metric.target}
          {metric.unit === '%' ? ' %' : ''}
        </small>
        <small class="scaling-range">
          {metric.name}, {rangeOf(autoscaler)}
        </small>
      </span>
      <Sparkline values={line} least={1.5} target={1} />
    </div>
  )
}

const rangeOf = ({ least, most, now, wanted }: Autoscaler): string =>
  wanted === now ? `${least} to ${most}` : `${now} → ${wanted}`

function BankState({ faults }: { faults: Partial<BankFaults> | null }) {
  const words = faults === null ? null : faultWords(faults)
  return (
    <div class="metric bank-state" data-bad={words !== null}>
      <span class="metric-label">faults</span>
      <span class="metric-value">
        {words !== null && <Icon glyph="triangle" />}
        <small>{faults === null ? 'does not say how it is' : (words ?? 'no fault switched on')}</small>
      </span>
    </div>
  )
}

import { databaseServers } from '@saleday/local/databases-protocol'
import { prices } from './cost.ts'
import { type Html, html } from './html.ts'
import type { Report } from './report-schema.ts'

const databaseNames: Record<string, string> = {
  ...databaseServers,
  postgres: 'PostgreSQL, the bank’s tables with it',
}

/** What the plateau took of the CPU, and what a cloud would ask for it. */
export function costSection({ cost }: Report): Html | null {
  if (!cost) return null
  const { services, databases, totalCpuMs, thousandProductRequestsCpuMs, million, busyShare } = cost
  const parts = [
    ...Object.entries(services),
    ...Object.entries(databases).map(([name, ms]) => [databaseNames[name] ?? name, ms] as const),
  ].sort(([, a], [, b]) => b - a)
  const views =
    thousandProductRequestsCpuMs === null
      ? ''
      : ` A thousand requests to product, most of them views, took ${ms(thousandProductRequestsCpuMs)} of product’s CPU.`
  const withoutDatabases =
    Object.keys(databases).length === 0 ? ' The databases are not in it: nobody could see them.' : ''
  return html`<section id="cost">
<h2>What a checkout costs</h2>
<p class="lead">CPU of one core for each of ${cost.checkouts.toLocaleString('en')} checkouts in the ${cost.seconds} seconds of the plateau, with the visits that came with it.${views}${withoutDatabases}</p>
<div class="columns">
<div><table><caption>CPU for a checkout</caption>
<thead><tr><th scope="col" class="text">Part</th><th scope="col">CPU</th><th scope="col">Share</th></tr></thead>
<tbody>${parts.map(([name, each]) => html`<tr><th scope="row">${name}</th><td>${ms(each)}</td><td>${((each / totalCpuMs) * 100).toFixed(0)} %</td></tr>`)}
<tr><th scope="row">all together</th><td>${ms(totalCpuMs)}</td><td>100 %</td></tr></tbody></table></div>
<div><table><caption>A million of them, with machines that are ${Math.round(busyShare * 100)} % busy</caption>
<thead><tr><th scope="col" class="text">Machine</th><th scope="col">US dollars</th></tr></thead>
<tbody>${million.map(({ name, usd }) => html`<tr><th scope="row">${name}</th><td>${usd.toFixed(2)}</td></tr>`)}</tbody></table>
<p>Prices of ${prices.seen}. ${prices.says} A core here is taken for a vCPU there.</p></div>
</div>
</section>`
}

const ms = (value: number): string =>
  `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2)} ms`

import { clock, wait } from '../src/live-text.ts'
import { type Html, html } from './html.ts'
import type { Pod } from './pod-rows.ts'

/** The life lines in words. */
export function podsTable(pods: readonly Pod[]): Html {
  return html`<details><summary>The pods as a table</summary>
<div class="scroll" role="region" aria-label="The pods" tabindex="0"><table class="sticky">
<caption>Ready after is counted from the birth of a pod. One that was there before the crowd has none.</caption>
<thead><tr><th scope="col" class="text">Pod</th><th scope="col" class="text">Node</th><th scope="col" class="text">Version</th><th scope="col">Born</th><th scope="col">Ready after</th><th scope="col">Restarts</th><th scope="col">Gone</th><th scope="col" class="text">Why</th></tr></thead>
<tbody>${pods.map(row)}</tbody></table></div></details>`
}

function row(pod: Pod): Html {
  const { name, node, version, bornMs, readyMs, restarts, goneMs } = pod
  return html`<tr><th scope="row">${name}</th><td class="text">${node ?? '–'}</td><td class="text">${version}</td><td>${bornMs < 0 ? 'before' : clock(bornMs)}</td><td>${bornMs < 0 || readyMs === null ? '–' : wait(readyMs - bornMs)}</td><td>${restarts.length}</td><td>${goneMs === null ? '–' : clock(goneMs)}</td><td class="text">${why(pod)}</td></tr>`
}

function why({ end, reason, restarts }: Pod): string {
  const byEvent = (event: number | null): string => (event === null ? '' : ` by event ${event}`)
  return [
    ...restarts.map(({ atMs, event }) => `restarted in its place at ${clock(atMs)}${byEvent(event)}`),
    ...(end === null ? [] : [`${end.cause}${byEvent(end.event)}`]),
    ...(reason === null ? [] : [reason]),
  ].join('; ')
}

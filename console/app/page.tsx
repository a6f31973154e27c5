import { ActionNotice } from './action-notice.tsx'
import { Announcer } from './announcer.tsx'
import { Banner } from './banner.tsx'
import { Head } from './head.tsx'
import { PodPanel } from './pod-panel.tsx'
import { Rack } from './rack.tsx'
import { Services } from './services.tsx'
import { newsState, told } from './state.ts'
import { Timeline } from './timeline.tsx'
import { Verdict } from './verdict.tsx'

export function Page() {
  const now = told.value
  if (now === undefined) return <Opening />
  return (
    <div class="page" data-news={newsState.value}>
      <Head frame={now.frame} />
      <Banner place={now.frame.place} />
      <main>
        <Verdict frame={now.frame} />
        <Rack frame={now.frame} />
        <div class="lower">
          <Services told={now} />
          <Timeline told={now} />
        </div>
      </main>
      <PodPanel frame={now.frame} />
      <ActionNotice />
      <Announcer told={now} />
    </div>
  )
}

const Opening = () => (
  <main class="opening">
    <h1>Saleday</h1>
    <p role="status">Waiting for the console's server to tell what runs.</p>
  </main>
)

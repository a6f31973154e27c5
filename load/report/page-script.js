// A line under the pointer, and what its second held. The page is complete without it.
{
  const data = JSON.parse(document.getElementById('data').textContent)
  const plots = document.getElementById('plots')
  const cursor = document.getElementById('cursor')
  const readout = document.getElementById('readout')
  const seconds = data.arrivals.length
  const number = (value) => (value == null ? '–' : value.toLocaleString('en', { maximumFractionDigits: 0 }))
  const wait = (ms) => (ms == null ? '–' : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
  const clock = (second) => `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`

  const tell = (second) => {
    const missing = data.ready.filter(({ ready, wanted }) => ready[second] != null && ready[second] < wanted[second])
    return [
      clock(second),
      `${number(data.arrivals[second])} begun, ${number(data.confirmed[second])} confirmed`,
      `${number(data.firstAttemptErrors[second])} first attempts failed, ${number(data.failures[second])} for customers`,
      `${number(data.requests[second])} requests`,
      `p99: buyers ${wait(data.waitP99[second])}, services ${wait(data.answerP99[second])}`,
      ...missing.map(({ name, ready, wanted }) => `${name} ${ready[second]} of ${wanted[second]} ready`),
    ].join(' · ')
  }
  const show = (event) => {
    const { left, width } = cursor.parentElement.getBoundingClientRect()
    const share = (event.clientX - left) / width
    const inside = share >= 0 && share < 1
    cursor.hidden = readout.hidden = !inside
    if (!inside) return
    const second = Math.floor(share * seconds)
    cursor.style.left = `${((second + 0.5) / seconds) * 100}%`
    readout.textContent = tell(second)
  }
  if (plots && cursor && readout) {
    plots.addEventListener('pointermove', show)
    plots.addEventListener('pointerdown', show)
    plots.addEventListener('pointerleave', () => {
      cursor.hidden = readout.hidden = true
    })
  }
}

import { Component, type ComponentChildren } from 'preact'

/** Where a page breaks, the rest of the storefront goes on. */
export class Boundary extends Component<{ children: ComponentChildren }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static override getDerivedStateFromError() {
    return { isBroken: true }
  }

  override componentDidCatch(error: unknown) {
    console.error('A page broke.', error)
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    return (
      <div class="notice notice-bad" role="alert">
        <h1>This page broke</h1>
        <p>The fault is ours. What is in your cart and what you have ordered is safe. Load the page again.</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Load again
        </button>
      </div>
    )
  }
}

import { Component, type ReactNode } from 'react'
import { ErrorNotice } from '../components/ErrorNotice.tsx'

interface PageBoundaryState {
  readonly error: unknown
}

/** Keeps a failing page from taking the rest of the window with it. Give it the address as key, so leaving the page clears it. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { error: null }

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return <ErrorNotice error={this.state.error} title="This page could not be shown" onRetry={() => this.setState({ error: null })} />
  }
}

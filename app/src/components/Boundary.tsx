/** What is left of a page that could not be drawn, so that the rest of the site stays. */
import { Component, type ReactNode } from 'react';

import { linkTo } from '../route';

interface Properties {
  /** Which page: another one is tried anew. */
  place: string;
  /** What could not be drawn, and what that means. */
  title?: string;
  meaning?: string;
  children: ReactNode;
}

export class Boundary extends Component<Properties, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? 'an unknown error' };
  }

  override componentDidUpdate({ place }: Properties): void {
    if (place !== this.props.place && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    const {
      children,
      meaning = 'Nothing was signed or sent by that.',
      title = 'This page could not be drawn',
    } = this.props;
    if (error === null) return children;
    return (
      <div className="state state-failed" role="alert">
        <h1>{title}</h1>
        <p>
          {meaning} Try again; if it stays so, look whether the node and the program in the settings are the ones you
          mean.
        </p>
        <p className="muted">{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</p>
        <p className="row">
          <button type="button" className="button" onClick={() => this.setState({ error: null })}>
            Try again
          </button>
          <a href={linkTo.network}>Network</a>
          <a href={linkTo.settings}>Settings</a>
        </p>
      </div>
    );
  }
}

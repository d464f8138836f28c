/** The same action in the command line: this site is never the only way. */
import { commandText, useChain } from '../chain/connection';
import { CopyButton } from './Figures';

export function CommandLine({
  commands,
  title = 'Do the same in the command line',
}: {
  commands: string[];
  title?: string;
}) {
  const chain = useChain();
  const lines = commands.map((command) => commandText(chain, command));
  return (
    <details className="command-line">
      <summary>{title}</summary>
      {lines.map((line) => (
        <p key={line} className="command">
          <code>{line}</code>
          <CopyButton text={line} what="command" />
        </p>
      ))}
      <p className="muted">
        It signs with the keypair of Solana's own configuration, or <code>--keypair</code>; <code>--dry-run</code> shows
        first.
      </p>
    </details>
  );
}
